/// What an operator sees and does: float, escrow, liabilities, frozen accounts, counter-movements, and the audit trail.
@NullMarked
package dev.hongyan.redpacket.operator;

import org.jspecify.annotations.NullMarked;
