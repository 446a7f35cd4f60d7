-- Balances bear no currency: the books have one, and one mode, from the first start on.
alter table verification
    add column currency text,
    add column mode text;
