package org.mptcp4j.impl.tcp.rfc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.impl.script.Bench;
import org.mptcp4j.impl.script.Recorder;
import org.mptcp4j.impl.script.Seen;
import org.mptcp4j.test.Covers;

/** Initial sequence numbers (RFC 6528; RFC 9293, section 3.4.1, MUST-8, SHLD-1, MUST-9). */
class Rfc6528InitialSequenceNumberTest {
  private final Bench bench = Bench.hostWithKey(0x0123_4567_89ab_cdefL);

  /** The engine's ISN towards a port, in a connection that is given up at once. */
  private static int isn(Bench on, int localPort, int remotePort) {
    ConnectTarget target =
        new ConnectTarget(
            on.zone(0), Bench.at("10.0.1.1", localPort), Bench.at("10.0.1.2", remotePort));
    var connection =
        on.engine().connect(target, Bench.options().withVersion(MptcpVersion.OFF), new Recorder());
    on.poll();
    Seen syn = on.takeSyn();
    connection.abort();
    on.poll();
    on.drain();
    return syn.seq();
  }

  /** "M is the 4 microsecond timer": 250,000 a second, for the same flow. */
  @Covers("8684-3-04")
  @Test
  void growsWithTheClock() {
    bench.poll();
    int first = isn(bench, 1_000, 80);
    bench.advance(Bench.SECOND);
    int second = isn(bench, 1_000, 80);
    bench.advance(8 * Bench.MILLI);
    int third = isn(bench, 1_000, 80);
    assertThat(second - first).isEqualTo(250_000);
    assertThat(third - second).isEqualTo(2_000);
  }

  /** "F() ... of the connection's identifying parameters ... and some secret data". */
  @Covers("8684-3-04")
  @Test
  void eachFlowHasItsOwnSpace() {
    Set<Integer> seen = new HashSet<>();
    Set<Integer> steps = new HashSet<>();
    int last = 0;
    for (int port = 1_000; port < 1_200; port++) {
      int isn = isn(bench, port, 80);
      assertThat(seen.add(isn)).as("a number twice").isTrue();
      steps.add(isn - last);
      last = isn;
    }
    assertThat(steps).as("no step from one port to the next is usual").hasSizeGreaterThan(195);
    assertThat(isn(bench, 1_000, 81)).isNotEqualTo(isn(bench, 1_000, 80));
  }

  /** "F() MUST NOT be computable from the outside" (MUST-9): it depends on the host's secret. */
  @Covers("8684-3-04")
  @Test
  void dependsOnASecret() {
    int one = isn(Bench.hostWithKey(1), 1_000, 80);
    int other = isn(Bench.hostWithKey(2), 1_000, 80);
    assertThat(one).isNotEqualTo(other);
    assertThat(isn(Bench.hostWithKey(1), 1_000, 80)).isEqualTo(one);
  }

  /** The upper bits are spread: a guess is no better than chance. */
  @Test
  void numbersAreSpread() {
    int[] buckets = new int[16];
    for (int port = 1_000; port < 1_320; port++) {
      buckets[isn(bench, port, 80) >>> 28]++;
    }
    for (int bucket : buckets) {
      assertThat(bucket).as("of 20 expected").isBetween(6, 40);
    }
  }
}
