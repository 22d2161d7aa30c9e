package org.mptcp4j.impl.tcp.rfc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.engine.EngineConnection;
import org.mptcp4j.impl.script.Bench;
import org.mptcp4j.impl.script.Recorder;

/** Ephemeral ports (RFC 6056, section 3.3.1: "Simple Port Randomization Algorithm"). */
class Rfc6056PortsTest {
  private static final int FIRST = 32_768;
  private static final int LAST = 60_999;

  private final Bench bench = Bench.hostWithLimits(100_000, 100, 100);

  private EngineConnection connect(int localPort) {
    ConnectTarget target =
        new ConnectTarget(bench.zone(0), Bench.at("10.0.1.1", localPort), Bench.at("10.0.1.2", 80));
    return bench.engine().connect(target, Bench.options().withVersion(MptcpVersion.OFF), none());
  }

  private static Recorder none() {
    return new Recorder();
  }

  private int port() {
    EngineConnection connection = connect(0);
    int port = connection.localAddress().getPort();
    connection.abort();
    bench.poll();
    bench.drain();
    return port;
  }

  /** "random() ... to obfuscate": the next port says nothing of the one after it. */
  @Test
  void portsAreRandom() {
    Set<Integer> ports = new HashSet<>();
    int increments = 0;
    int last = 0;
    int[] buckets = new int[8];
    for (int i = 0; i < 1_000; i++) {
      int port = port();
      assertThat(port).isBetween(FIRST, LAST);
      increments += Math.abs(port - last) <= 8 ? 1 : 0;
      ports.add(port);
      buckets[(port - FIRST) * 8 / (LAST + 1 - FIRST)]++;
      last = port;
    }
    assertThat(ports).as("different ones").hasSizeGreaterThan(960);
    assertThat(increments).as("neighbours").isLessThan(10);
    for (int bucket : buckets) {
      assertThat(bucket).as("of 125 expected").isBetween(80, 175);
    }
  }

  /** 3.3.1: "if (check_suitable_port(port)) return"; "next_ephemeral++": a free one is found. */
  @Test
  void takenPortsAreSkipped() {
    Set<Integer> taken = new HashSet<>();
    for (int i = 0; i < 300; i++) {
      int port = connect(0).localAddress().getPort();
      assertThat(taken.add(port)).as("port " + port + " twice").isTrue();
    }
    bench.drain();
    bench.assertNothingLeft();
  }

  /** A port of the user's choice is not taken twice (RFC 9293, section 3.10.1). */
  @Test
  void chosenPortIsTakenOnce() {
    connect(5_000);
    assertThatThrownBy(() -> connect(5_000))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("5000");
    bench.drain();
    bench.assertNothingLeft();
  }

  /** Two hosts, or one after a restart, do not go through the same ports. */
  @Test
  void otherEntropyOtherPorts() {
    Set<Integer> one = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      one.add(port());
    }
    long seed = new Random(5).nextLong();
    Bench other = Bench.hostWithKey(seed);
    ConnectTarget target =
        new ConnectTarget(other.zone(0), Bench.at("10.0.1.1", 0), Bench.at("10.0.1.2", 80));
    EngineConnection connection =
        other.engine().connect(target, Bench.options().withVersion(MptcpVersion.OFF), none());
    assertThat(one).doesNotContain(connection.localAddress().getPort());
  }
}
