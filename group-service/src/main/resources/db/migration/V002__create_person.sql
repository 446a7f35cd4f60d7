-- What user-service tells of people; the newest version wins.
create table person (
    id uuid primary key,
    username text not null,
    display_name text not null,
    avatar_url text,
    version bigint not null
);

-- Whether owner refuses what blocked does to him.
create table person_block (
    owner uuid not null,
    blocked uuid not null,
    active boolean not null,
    version bigint not null,
    primary key (owner, blocked)
);
