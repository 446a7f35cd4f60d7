create table transfer (
    id uuid primary key,
    conversation uuid not null,
    sender uuid not null,
    recipient uuid not null check (recipient <> sender),
    amount bigint not null check (amount > 0),
    currency text not null,
    note text not null,
    state text not null check (state in ('pending', 'waiting', 'accepted', 'returned', 'expired', 'void')),
    message uuid not null,
    version bigint not null,
    funded_at timestamptz not null,
    expires_at timestamptz not null,
    updated_at timestamptz not null
);
create index transfer_pending on transfer (funded_at) where state = 'pending';
create index transfer_due on transfer (expires_at) where state = 'waiting';
create index transfer_updated_at on transfer (updated_at);
