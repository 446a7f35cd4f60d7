-- What somebody does not want to see any more, he alone: everything up to a number, and single ones above it.
alter table member
  add column cleared bigint not null default 0,
  add column hidden int8multirange not null default '{}';

create or replace view readable_message as
  select r.user_id as reader, r.state = 'member' as member,
    m.conversation, m.seq, m.id, m.sender, m.at, m.flags, m.content
  from member r join message m on m.conversation = r.conversation and r.readable @> m.seq
    and m.seq > r.cleared and not r.hidden @> m.seq;
