-- Events that the broker has not acknowledged yet. Written with the change they tell of.
create table outbox (
    id uuid primary key,
    created_at timestamptz not null default now(),
    topic text not null,
    key text not null,
    type text not null,
    data text not null,
    -- The W3C trace context of the change, for the record's header.
    traceparent text
);
create index outbox_created_at on outbox (created_at);
