create table account (
    id uuid primary key,
    username text not null constraint account_username_unique unique,
    display_name text not null,
    -- The display name in lower case, its reading without spaces and the initials of it: what a search compares.
    search_name text not null,
    pinyin text not null,
    pinyin_search text not null,
    pinyin_initials text not null,
    avatar_url text,
    email text constraint account_email_unique unique,
    phone text constraint account_phone_unique unique,
    bio text,
    locale text not null,
    find_by_username boolean not null,
    find_by_name boolean not null,
    version bigint not null,
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create index account_username_prefix on account (username text_pattern_ops);
create index account_search_name_prefix on account (search_name text_pattern_ops);
create index account_pinyin_prefix on account (pinyin_search text_pattern_ops);
create index account_pinyin_initials_prefix on account (pinyin_initials text_pattern_ops);
create index account_updated_at on account (updated_at);

create table credential (
    account uuid primary key references account (id),
    password_hash text not null,
    changed_at timestamptz not null
);

-- The keys that sign access tokens; the private half is encrypted with a key that the database does not know.
create table signing_key (
    kid text primary key,
    public_key bytea not null,
    private_key bytea not null,
    signs_from timestamptz not null,
    expires_at timestamptz not null
);
