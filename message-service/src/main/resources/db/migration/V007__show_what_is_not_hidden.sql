-- A migration of its own: readers take the view first and the table after it, and must not meet who has taken them the other
-- way round.
create or replace view readable_message as
  select r.user_id as reader, r.state = 'member' as member,
    m.conversation, m.seq, m.id, m.sender, m.at, m.flags, m.content
  from member r join message m on m.conversation = r.conversation and r.readable @> m.seq
    and m.seq > r.cleared and not r.hidden @> m.seq;
