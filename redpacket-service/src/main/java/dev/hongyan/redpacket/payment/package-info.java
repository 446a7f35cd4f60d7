/// Money in and out of the system through a payment provider: top-ups, withdrawals and the provider's call-backs.
@NullMarked
package dev.hongyan.redpacket.payment;

import org.jspecify.annotations.NullMarked;
