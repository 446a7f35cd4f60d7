-- How many are open, and which are over.
create index invitation_of_group on invitation (group_id, expires_at);
