-- Hundreds of hidden numbers lie outside the row of the member, and were fetched and unpacked there for each message that
-- was compared with them: a page took a hundred times as long, a list of conversations longer than it may. `offset 0` has
-- them computed once for each member, as a value that is unpacked already.
create or replace view readable_message as
  select r.user_id as reader, r.state = 'member' as member,
    m.conversation, m.seq, m.id, m.sender, m.at, m.flags, m.content
  from member r
    cross join lateral (select r.hidden + '{}'::int8multirange as numbers offset 0) hidden
    join message m on m.conversation = r.conversation and r.readable @> m.seq
      and m.seq > r.cleared and not hidden.numbers @> m.seq;
