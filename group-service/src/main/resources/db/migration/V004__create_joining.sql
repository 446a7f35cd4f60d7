create table join_request (
    id uuid primary key,
    group_id uuid not null references chat_group (id),
    user_id uuid not null references person (id),
    message text,
    state text not null check (state in ('pending', 'approved', 'declined')),
    -- The owner and the admins when it was asked: those who were told.
    recipients uuid[] not null,
    -- Who answered.
    actor uuid,
    version bigint not null,
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create unique index join_request_pending_unique on join_request (group_id, user_id) where state = 'pending';
create index join_request_pending on join_request (group_id, id) where state = 'pending';
create index join_request_updated_at on join_request (updated_at);

create table invitation (
    -- SHA-256 of the token, which nobody has but those to whom it was given.
    hash text primary key,
    group_id uuid not null references chat_group (id),
    creator uuid not null references person (id),
    max_uses integer not null,
    uses integer not null check (uses between 0 and max_uses),
    expires_at timestamptz not null,
    created_at timestamptz not null
);
