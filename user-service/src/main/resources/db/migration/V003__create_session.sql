create table session (
    id uuid primary key,
    account uuid not null references account (id),
    device_name text not null,
    device_platform text not null,
    created_at timestamptz not null,
    last_used_at timestamptz not null,
    expires_at timestamptz not null,
    ended_at timestamptz
);
create index session_account on session (account) where ended_at is null;

-- One row for each refresh token given out in the last thirty days; the used ones tell a replay.
create table refresh_token (
    hash bytea primary key,
    session uuid not null references session (id),
    issued_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz
);
create index refresh_token_session on refresh_token (session);
create index refresh_token_expires_at on refresh_token (expires_at);

-- The feed that every service pulls. The number is taken from the one row of ended_session_counter in the ending
-- transaction, which holds that row until it commits: so numbers become visible in their order.
create table ended_session_counter (
    id integer primary key check (id = 1),
    last bigint not null
);
insert into ended_session_counter (id, last) values (1, 0);

create table ended_session (
    number bigint primary key,
    session uuid not null unique references session (id),
    account uuid not null,
    reason text not null,
    ended_at timestamptz not null
);
create index ended_session_ended_at on ended_session (ended_at);
