-- The verifier's sums run on from movement to movement, instead of being made anew from all postings at each look.
alter table verification
    -- Up to which one: all of them are committed or never will be.
    add column movement bigint not null default 0;
-- What is refused when the last look is too long ago starts with a look.
update verification set float_balance = 0, suspense_balance = 0, wallets = 0, escrow = 0, checked_at = clock_timestamp();

-- The sum of an account's postings up to a movement. Only of accounts with many.
create table verified (
    account uuid primary key,
    movement bigint not null,
    posted bigint not null
);
