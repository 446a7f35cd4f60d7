-- Projections of what user-service owns. A row is overwritten by a higher version only and never deleted.
create table friendship (
  owner uuid not null,
  friend uuid not null,
  version bigint not null,
  friends boolean not null,
  primary key (owner, friend)
) with (fillfactor = 90);

create table block (
  owner uuid not null,
  user_id uuid not null,
  version bigint not null,
  blocked boolean not null,
  primary key (owner, user_id)
) with (fillfactor = 90);

create table user_profile (
  user_id uuid primary key,
  version bigint not null,
  username text not null,
  display_name text not null,
  avatar_url text
) with (fillfactor = 90);
