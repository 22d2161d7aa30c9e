package org.mptcp4j.impl.channel;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.mptcp4j.Subflow;
import org.mptcp4j.engine.EngineConnection;

/** Subflows in words, for a person. */
final class SubflowText {
  private SubflowText() {}

  static List<String> describe(EngineConnection connection) {
    List<String> lines = new ArrayList<>();
    for (Subflow subflow : connection.subflows()) {
      lines.add(describe(subflow));
    }
    return List.copyOf(lines);
  }

  private static String describe(Subflow s) {
    return String.format(
        Locale.ROOT,
        "subflow %d over %s %s -> %s %s%s: rtt %.1f ms, cwnd %d, in flight %d, sent %d,"
            + " retransmitted %d, received %d bytes",
        s.id(),
        s.zone(),
        CloseErrors.text(s.localAddress()),
        CloseErrors.text(s.remoteAddress()),
        s.state().name().toLowerCase(Locale.ROOT),
        s.backup() ? " backup" : "",
        s.smoothedRttNanos() / 1e6,
        s.congestionWindow(),
        s.inFlight(),
        s.bytesSent(),
        s.bytesRetransmitted(),
        s.bytesReceived());
  }
}
