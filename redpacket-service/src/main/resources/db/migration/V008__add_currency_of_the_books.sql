-- Balances bear no currency: the books have one, and one mode, from the first start on.
alter table verification
    add column currency text,
    add column mode text;

-- For looks at the last day. Rows come in the order of time, so these cost next to nothing.
create index claim_at on claim using brin (at) with (autosummarize = on);
create index packet_funded_at on packet using brin (funded_at) with (autosummarize = on);
