package org.mptcp4j.sim.grid;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.mptcp4j.sim.Direction;
import org.mptcp4j.sim.middlebox.Selection;
import org.mptcp4j.sim.middlebox.TcpMiddlebox;
import org.mptcp4j.sim.middlebox.TcpOption;
import org.mptcp4j.sim.middlebox.TcpSegment;

/**
 * Next to a host: sees what it sends. "Once MPTCP falls back to regular TCP, it MUST NOT revert to
 * MPTCP later" (RFC 8684, section 3.7): then no option of Multipath TCP leaves but those that tell
 * of the fallback.
 */
final class Watch extends TcpMiddlebox {
  private static final int DSS = 2;
  private static final int MP_FAIL = 6;

  private final Direction outward;
  private final BooleanSupplier plain;
  private final List<String> problems;

  Watch(Direction outward, BooleanSupplier plain, List<String> problems) {
    super(Selection.all().towards(outward).carrying(TcpOption.MPTCP));
    this.outward = outward;
    this.plain = plain;
    this.problems = problems;
  }

  @Override
  protected void onSelected(Arrival arrival, Output out) {
    if (plain.getAsBoolean()) {
      for (TcpOption option : arrival.segment().options()) {
        boolean mptcp = option.kind() == TcpOption.MPTCP;
        if (mptcp && !tellsOfFallback(option) && !refusesJoin(arrival.segment())) {
          problems.add(outward + " after the fallback: " + arrival.segment());
        }
      }
    }
    pass(arrival, out);
  }

  /** The RST that answers the SYN of a join: it is of no connection. */
  private static boolean refusesJoin(TcpSegment segment) {
    return segment.has(TcpSegment.RST) && segment.sequence() == 0;
  }

  /** MP_FAIL, or an infinite mapping: data-level length 0. */
  private static boolean tellsOfFallback(TcpOption option) {
    if (option.mptcpSubtype() != DSS) {
      return option.mptcpSubtype() == MP_FAIL;
    }
    int flags = option.bytes().get(3);
    int at = 4;
    at += (flags & 0x01) == 0 ? 0 : (flags & 0x02) == 0 ? 4 : 8;
    at += (flags & 0x08) == 0 ? 4 : 8;
    return (flags & 0x04) != 0 && option.bytes().getShort(at + 4) == 0;
  }
}
