-- Wallets of users (id: the user's) and escrows of packets and transfers (id: theirs). The operator's float and suspense
-- have no row: their balance is the sum of their postings.
create table account (
    id uuid primary key,
    kind text not null check (kind in ('wallet', 'escrow')),
    balance bigint not null default 0 check (balance >= 0),
    frozen boolean not null default false,
    -- What was sent and received on that day, for the limits of a user.
    day date not null default 'epoch',
    sent bigint not null default 0,
    sends integer not null default 0,
    received bigint not null default 0,
    receipts integer not null default 0,
    opened_at timestamptz not null default clock_timestamp()
) with (fillfactor = 70);

-- One movement of money. Its business key (subject, kind, party) makes it unique: whatever is repeated, it happens once.
create table movement (
    id bigint generated always as identity primary key,
    subject uuid not null,
    kind text not null,
    party uuid not null,
    at timestamptz not null default clock_timestamp(),
    unique (subject, kind, party)
);

-- The two or more sides of a movement, which sum to 0. No foreign key: to check it the owner would need the right to
-- update movements, which nobody has. The trigger below looks instead.
create table posting (
    account uuid not null,
    movement bigint not null,
    amount bigint not null check (amount <> 0),
    primary key (account, movement)
);
create index posting_movement on posting using brin (movement) with (pages_per_range = 16, autosummarize = on);

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'what was posted stays: % of % is refused', tg_op, tg_table_name;
end $$;
create trigger posting_stays before update or delete or truncate on posting
    for each statement execute function refuse_change();
create trigger movement_stays before update or delete or truncate on movement
    for each statement execute function refuse_change();
revoke update, delete, truncate on posting, movement from current_user;

-- All sides of a movement come in one statement, and sum to 0.
create function require_balance() returns trigger language plpgsql as $$
begin
    if exists (select from added group by movement having sum(amount) <> 0) then
        raise exception 'the postings of a movement do not sum to 0' using errcode = 'check_violation';
    end if;
    return null;
end $$;
create trigger posting_balances after insert on posting referencing new table as added
    for each statement execute function require_balance();

-- What the verifier has found last, and whether payouts stop. One row.
create table verification (
    id boolean primary key default true check (id),
    stopped boolean not null default false,
    -- Of the system's accounts when it looked.
    float_balance bigint not null default 0,
    suspense_balance bigint not null default 0,
    wallets bigint not null default 0,
    escrow bigint not null default 0,
    mismatches bigint not null default 0,
    detail text,
    checked_at timestamptz,
    -- Up to which account the present round has come, and when the last round ended.
    position uuid not null default '00000000-0000-0000-0000-000000000000',
    rounds bigint not null default 0,
    round_ended_at timestamptz
);
insert into verification default values;
