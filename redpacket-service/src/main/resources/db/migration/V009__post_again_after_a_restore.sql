-- The restores of message-service's database that have been seen to.
create table message_restoration (
    generation bigint primary key,
    at timestamptz not null default clock_timestamp()
);

-- Packets and transfers whose message may have been lost in one: it is brought into the conversation again, under its
-- id, which does nothing where it is there.
create table repost (
    subject uuid primary key,
    kind text not null check (kind in ('packet', 'transfer')),
    noted_at timestamptz not null default clock_timestamp(),
    due_at timestamptz not null default clock_timestamp()
);
create index repost_due on repost (due_at);
