-- The W3C trace context of the change, for the record's header.
alter table outbox add column traceparent text;
