create table packet (
    id uuid primary key,
    conversation uuid not null,
    -- Whether only two take part: then the sender may not open it.
    direct boolean not null,
    sender uuid not null,
    kind text not null check (kind in ('lucky', 'equal', 'exclusive')),
    total bigint not null check (total > 0),
    count integer not null check (count > 0),
    currency text not null,
    greeting text not null,
    recipient uuid check ((recipient is null) = (kind <> 'exclusive')),
    state text not null check (state in ('pending', 'active', 'finished', 'expired', 'refunded', 'void')),
    claimed_count integer not null default 0 check (claimed_count between 0 and count),
    claimed_total bigint not null default 0 check (claimed_total >= 0),
    refunded bigint not null default 0 check (refunded >= 0 and claimed_total + refunded <= total),
    -- The seed of the draw, encrypted: who reads the table cannot time a claim.
    seed bytea not null,
    commitment text not null,
    -- Of the message that shows it. Not shown before it is in the conversation.
    message uuid not null,
    version bigint not null,
    funded_at timestamptz not null,
    expires_at timestamptz not null,
    updated_at timestamptz not null,
    check (state <> 'finished' or (claimed_count = count and claimed_total = total)),
    check (state not in ('refunded', 'void') or claimed_total + refunded = total)
) with (fillfactor = 70);
create index packet_pending on packet (funded_at) where state = 'pending';
create index packet_due on packet (expires_at) where state in ('active', 'expired');
create index packet_updated_at on packet (updated_at);
create index packet_sender on packet (sender, id);

-- Never changed, never deleted.
create table claim (
    -- Written under the lock of the packet only, so no foreign key has to look again.
    packet uuid not null,
    user_id uuid not null,
    -- The k-th claim takes the k-th share.
    position integer not null check (position > 0),
    amount bigint not null check (amount > 0),
    at timestamptz not null,
    primary key (packet, user_id),
    unique (packet, position)
);
create trigger claim_stays before update or delete or truncate on claim
    for each statement execute function refuse_change();
revoke update, delete, truncate on claim from current_user;
