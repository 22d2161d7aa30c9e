package org.mptcp4j.sim.middlebox;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** The edges of the blocks in a SACK option (RFC 2018, section 3). */
final class SackBlocks {
  private SackBlocks() {}

  /** Gives each edge another sequence number. */
  static void rewrite(TcpSegment segment, IntUnaryOperator edge) {
    if (segment.option(TcpOption.SACK).isEmpty()) {
      return;
    }
    List<TcpOption> options = new ArrayList<>();
    for (TcpOption option : segment.options()) {
      TcpOption next = option;
      if (option.kind() == TcpOption.SACK) {
        for (int at = 2; at + 4 <= option.length(); at += 4) {
          next = next.with(at, edge.applyAsInt(option.bytes().getInt(at)));
        }
      }
      options.add(next);
    }
    segment.options(options);
  }
}
