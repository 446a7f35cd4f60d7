-- A conversation and its head. Every append updates this row, so nothing that changes is indexed and a page keeps room:
-- the updates stay heap-only.
create table conversation (
  id uuid primary key,
  kind text not null check (kind in ('direct', 'group', 'support', 'self')),
  head bigint not null default 0,
  -- The two of a direct conversation in order; of a `self` conversation the user alone.
  user_a uuid,
  user_b uuid,
  head_at timestamptz not null default now(),
  check (kind <> 'direct' or (user_a is not null and user_b is not null and user_a < user_b)),
  check (kind <> 'self' or (user_a = id and user_b is null))
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);

-- Who takes part, since when and how far he has read. Never deleted: having left is a state.
create table member (
  conversation uuid not null,
  user_id uuid not null,
  state text not null default 'member' check (state in ('member', 'left')),
  version bigint not null default 1,
  -- The numbers that this user may read; each stay in the conversation adds a range, leaving closes it.
  readable int8multirange not null default '{[1,)}',
  read_seq bigint not null default 0,
  received_seq bigint not null default 0,
  primary key (conversation, user_id)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);
create index member_by_user on member (user_id, conversation);

-- The log. Two indexes and no more: each costs a descent for every message.
create table message (
  conversation uuid not null,
  seq bigint not null,
  id uuid not null,
  sender uuid,
  at timestamptz not null,
  -- Bit 0: counts as unread. Bit 1: mentions somebody. Bit 2: changes the members.
  flags smallint not null,
  content text not null,
  digest bytea not null,
  primary key (conversation, seq),
  unique (conversation, id)
);
alter table message alter column digest set storage plain;

-- One row a transaction that wrote into the log, until the broker has its records: the ranges; the log is the payload.
-- Rows come and go by the thousand, so the vacuum must follow the number of rows and not the size of the table.
create table outbox (
  id bigint generated always as identity primary key,
  created_at timestamptz not null default clock_timestamp(),
  conversations uuid[] not null,
  from_seqs bigint[] not null,
  to_seqs bigint[] not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0,
  autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 100000,
  toast.autovacuum_vacuum_scale_factor = 0, toast.autovacuum_vacuum_threshold = 2000);
