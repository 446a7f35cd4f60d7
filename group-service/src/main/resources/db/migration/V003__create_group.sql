-- The numbers by which groups are found. A number is never given out twice, not even after its group is dissolved.
create table group_number (
    number integer primary key check (number between 100000000 and 999999999)
);

create table chat_group (
    id uuid primary key,
    number integer not null unique references group_number (number),
    name text not null,
    avatar_url text,
    owner uuid not null references person (id),
    join_policy text not null check (join_policy in ('open', 'approval', 'invitation')),
    members_may_invite boolean not null,
    member_count integer not null check (member_count >= 0),
    announcement text,
    muted_all boolean not null,
    -- Rows are never deleted: to be over is a state with a version of its own.
    dissolved boolean not null,
    -- Who made the last change that others are told of.
    actor uuid not null,
    version bigint not null,
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create index chat_group_updated_at on chat_group (updated_at);

-- How one person stands in a group. Rows are never deleted, as above.
create table member (
    group_id uuid not null references chat_group (id),
    user_id uuid not null references person (id),
    member boolean not null,
    role text not null check (role in ('owner', 'admin', 'member')),
    -- The owner comes first in a list, then the admins.
    rank smallint not null generated always as (case role when 'owner' then 0 when 'admin' then 1 else 2 end) stored,
    muted_until timestamptz,
    nickname text,
    joined_at timestamptz not null,
    actor uuid not null,
    version bigint not null,
    updated_at timestamptz not null,
    primary key (group_id, user_id)
);
create unique index member_one_owner on member (group_id) where member and role = 'owner';
create index member_in_order on member (group_id, rank, joined_at, user_id) where member;
create index member_of_groups on member (user_id, group_id) where member;
create index member_updated_at on member (updated_at);
