package org.mptcp4j.impl.channel;

import java.util.List;
import java.util.Locale;
import org.mptcp4j.Subflow;
import org.mptcp4j.SubflowInfo;
import org.mptcp4j.engine.EngineConnection;

/** Subflows in words, for a person. */
final class SubflowText {
  private SubflowText() {}

  static List<SubflowInfo> snapshot(EngineConnection connection) {
    return connection.subflows().stream().map(Subflow::info).toList();
  }

  static List<String> describe(List<SubflowInfo> subflows) {
    return subflows.stream().map(SubflowText::describe).toList();
  }

  private static String describe(SubflowInfo s) {
    return String.format(
        Locale.ROOT,
        "subflow %d over %s %s -> %s %s%s: rtt %.1f ms, cwnd %d, in flight %d, sent %d,"
            + " retransmitted %d, received %d bytes",
        s.id(),
        s.zone(),
        CloseErrors.text(s.local()),
        CloseErrors.text(s.remote()),
        s.tcpState().toLowerCase(Locale.ROOT),
        s.backup() ? " backup" : "",
        s.timing().smoothedRttNanos() / 1e6,
        s.congestion().window(),
        s.congestion().inFlight(),
        s.traffic().bytesSent(),
        s.traffic().bytesRetransmitted(),
        s.traffic().bytesReceived());
  }
}
