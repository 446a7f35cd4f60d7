-- Rows of the outbox that can never be published, with what is wrong with them, for whoever mends it. The messages that
-- they name are in the log and reach their readers by pulling.
create table outbox_dead (
  id bigint primary key,
  created_at timestamptz not null,
  conversations uuid[] not null,
  from_seqs bigint[] not null,
  to_seqs bigint[] not null,
  reason text not null,
  set_aside_at timestamptz not null default clock_timestamp()
);
