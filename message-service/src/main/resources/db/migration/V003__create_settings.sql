-- How a user keeps a conversation; a missing row means the defaults.
create table conversation_setting (
  conversation uuid not null,
  user_id uuid not null,
  muted boolean not null,
  pinned boolean not null,
  hidden boolean not null,
  draft text,
  folder text,
  primary key (conversation, user_id)
);
