/// redpacket-service: wallets, red packets and transfers between people, on one double-entry ledger. It owns these and
/// tells the other services by the events of `redpacket.events.v1`; message-service is asked who may take part,
/// and writes what a conversation shows.
@NullMarked
package dev.hongyan.redpacket;

import org.jspecify.annotations.NullMarked;
