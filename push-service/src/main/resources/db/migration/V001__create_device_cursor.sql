-- Up to where a device holds each conversation, as it has acknowledged. Written in bulk; a lost write costs repeats only.
create table device_cursor (
    device uuid not null,
    conversation uuid not null,
    seq bigint not null,
    primary key (device, conversation)
) with (fillfactor = 70);
