-- Calls that move money out, by their Idempotency-Key: the same body gets the same answer.
create table idempotency (
    owner uuid not null,
    key text not null,
    digest bytea not null,
    -- What the call made.
    subject uuid not null,
    -- Null until the call has been answered for the first time.
    status integer,
    answer text,
    created_at timestamptz not null default now(),
    primary key (owner, key)
);
create index idempotency_subject on idempotency (subject);

create table pay_password (
    owner uuid primary key,
    hash text not null,
    wrong integer not null default 0,
    locked_until timestamptz
);

-- Lines for the `self` conversations of users that message-service has not taken yet.
create table self_line (
    id uuid primary key,
    recipient uuid not null,
    body text not null,
    created_at timestamptz not null default clock_timestamp()
);
create index self_line_created_at on self_line (created_at);
