-- Until when a restored database knows what was written: what others know of messages after it may be lost.
alter table restoration add column holds_until timestamptz;
