-- What somebody does not want to see any more, he alone: everything up to a number, and single ones above it.
alter table member
  add column cleared bigint not null default 0,
  add column hidden int8multirange not null default '{}';
