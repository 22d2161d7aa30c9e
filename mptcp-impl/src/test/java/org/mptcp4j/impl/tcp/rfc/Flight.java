package org.mptcp4j.impl.tcp.rfc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mptcp4j.impl.tcp.SegmentScript.MS;

import org.mptcp4j.impl.tcp.SegmentScript;

/** Established connections with an RTT of 100 ms that sent segments of 1000 bytes just now. */
final class Flight {
  private Flight() {}

  static SegmentScript withSack(int segments) {
    return of(segments, true, false);
  }

  static SegmentScript withoutSack(int segments) {
    return of(segments, false, false);
  }

  static SegmentScript withTimestamps(int segments) {
    return of(segments, true, true);
  }

  private static SegmentScript of(int segments, boolean sack, boolean timestamps) {
    SegmentScript s = new SegmentScript(p -> p.tcp(p.tcp().withSack(sack).withPacing(false)));
    s.peerMss = timestamps ? 1012 : 1000;
    s.timestamps = timestamps;
    s.tcp().connect(s.now);
    s.flush();
    s.pass(100 * MS);
    s.tsEcho = s.lastTsValue;
    s.inject("SYN ACK", 0, 1, 0);
    s.sent();
    send(s, segments);
    assertThat(s.sent()).hasSize(segments);
    return s;
  }

  /** Gives the connection so many segments more. */
  static SegmentScript send(SegmentScript s, int segments) {
    s.host.toSend += segments * 1000L;
    return s.flush();
  }

  /** What the segment looks like that begins with that thousand. */
  static String segment(int thousand) {
    return "ACK seq=" + (thousand * 1000 + 1) + " ack=1 len=1000";
  }

  /** The SACK of the segments from that one on, {@code count} of them. */
  static SegmentScript sack(SegmentScript s, int from, int count) {
    return s.sack(from * 1000 + 1, (from + count) * 1000 + 1);
  }

  /** An ACK of that many segments. */
  static SegmentScript ack(SegmentScript s, int segments) {
    return s.inject("ACK", 1, segments * 1000L + 1, 0);
  }
}
