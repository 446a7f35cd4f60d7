-- Money on its way in or out, as a payment provider carries it.
create table payment (
    id uuid primary key,
    owner uuid not null,
    kind text not null check (kind in ('top-up', 'withdrawal')),
    amount bigint not null check (amount > 0),
    currency text not null,
    provider text not null,
    -- The provider's name for it, once it has one.
    reference text,
    state text not null check (state in ('pending', 'succeeded', 'failed')),
    created_at timestamptz not null default clock_timestamp(),
    settled_at timestamptz
);
create unique index payment_reference on payment (provider, reference);
create index payment_owner on payment (owner, id);
create index payment_created_at on payment (created_at);
create index payment_pending on payment (created_at) where state = 'pending';

-- What operators did, and what happened that somebody should look at. Never changed.
create table audit (
    id bigint generated always as identity primary key,
    at timestamptz not null default clock_timestamp(),
    -- Null when the system itself noticed something.
    actor uuid,
    action text not null,
    subject uuid,
    reason text not null,
    detail text not null
);
create trigger audit_stays before update or delete or truncate on audit
    for each statement execute function refuse_change();
revoke update, delete, truncate on audit from current_user;
