-- What a group is beside a conversation. `members` is counted at each change, not by whoever asks; both are kept for
-- groups alone and stand on the row that appends lock, which no index watches: the updates stay heap-only.
alter table conversation
  add column muted_all boolean not null default false,
  add column members int not null default 0;

-- The rest of the projection of what group-service owns, off the append path. A row is overwritten by a higher version
-- only; dissolved is for good.
create table group_profile (
  conversation uuid primary key,
  version bigint not null,
  name text not null,
  avatar_url text,
  announcement text,
  dissolved boolean not null
) with (fillfactor = 90);

-- How a member of a group stands: null in every other kind.
alter table member
  add column role text check (role in ('owner', 'admin', 'member')),
  add column muted_until timestamptz;

-- What somebody may read, said once, for every path that reads: the messages, and below how the conversation stands for
-- him. Who is out keeps the numbers of his stays, for devices that have yet to learn of the last ones; by REST he reads
-- nothing, which `member` is for.
create view readable_message as
  select r.user_id as reader, r.state = 'member' as member,
    m.conversation, m.seq, m.id, m.sender, m.at, m.flags, m.content
  from member r join message m on m.conversation = r.conversation and r.readable @> m.seq;

-- Nothing when there is no such conversation. Who has been named to a direct conversation is a member of it before its
-- first message. `head` is the last number that he may read: where his last stay ended for who is out, 0 for who never
-- was in.
create function standing(reader uuid, conversation uuid)
  returns table (kind text, member boolean, head bigint, members int, read_seq bigint)
  language sql stable
as $$
  select c.kind,
    coalesce(m.state = 'member', $1 in (c.user_a, c.user_b), false),
    case when m.state is null or isempty(m.readable) then 0
      else least(c.head, coalesce(upper(m.readable) - 1, c.head)) end,
    case c.kind when 'direct' then 2 when 'self' then 1 else c.members end,
    coalesce(m.read_seq, 0)
  from conversation c left join member m on m.conversation = c.id and m.user_id = $1
  where c.id = $2
$$;
