-- The generations of this database in which an operator has let withdrawals go on. One that was put back to an
-- earlier time is in a new generation, in which nobody has.
create table withdrawal_release (
    generation bigint primary key,
    at timestamptz not null default clock_timestamp(),
    operator uuid not null
);
