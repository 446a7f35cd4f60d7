create table friend_request (
    id uuid primary key,
    sender uuid not null references account (id),
    recipient uuid not null references account (id),
    message text,
    state text not null check (state in ('pending', 'accepted', 'declined')),
    version bigint not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint friend_request_not_to_oneself check (sender <> recipient)
);
create unique index friend_request_pending_unique on friend_request (sender, recipient) where state = 'pending';
create index friend_request_sender on friend_request (sender, id);
create index friend_request_recipient on friend_request (recipient, id);
create index friend_request_updated_at on friend_request (updated_at);

-- One side of a friendship. Rows are never deleted: not to be friends any more is a state with a version of its own.
create table friendship (
    owner uuid not null references account (id),
    friend uuid not null references account (id),
    friends boolean not null,
    alias text,
    tags text[] not null,
    since timestamptz not null,
    version bigint not null,
    updated_at timestamptz not null,
    primary key (owner, friend),
    constraint friendship_not_with_oneself check (owner <> friend)
);
create index friendship_updated_at on friendship (updated_at);

-- Whether owner refuses what blocked writes. Rows are never deleted, as above.
create table block (
    owner uuid not null references account (id),
    blocked uuid not null references account (id),
    active boolean not null,
    since timestamptz not null,
    version bigint not null,
    updated_at timestamptz not null,
    primary key (owner, blocked),
    constraint block_not_of_oneself check (owner <> blocked)
);
create index block_updated_at on block (updated_at);
