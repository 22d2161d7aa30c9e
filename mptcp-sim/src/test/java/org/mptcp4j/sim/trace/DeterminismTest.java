package org.mptcp4j.sim.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;
import org.mptcp4j.engine.Entropy;
import org.mptcp4j.sim.Direction;
import org.mptcp4j.sim.Link;
import org.mptcp4j.sim.Packets;
import org.mptcp4j.sim.SimNode;
import org.mptcp4j.sim.Simulation;
import org.mptcp4j.sim.link.LinkSpec;

class DeterminismTest {
  private static final long MS = 1_000_000;

  @Test
  void oneSeedGivesTheSameBytes() {
    byte[] first = run(1, false);
    assertThat(first).hasSizeGreaterThan(100_000).isEqualTo(run(1, false));
  }

  @Test
  void anotherSeedGivesOthers() {
    assertThat(run(1, false)).isNotEqualTo(run(2, false));
  }

  @Test
  void anotherLinkChangesNothing() {
    assertThat(run(1, false)).isEqualTo(run(1, true));
  }

  /** Random traffic through a router; the capture of the second link. */
  private static byte[] run(long seed, boolean anotherLink) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    Simulation sim = new Simulation(seed);
    if (anotherLink) {
      traffic(sim, sim.link("other", LinkSpec.parse("1M,1ms,loss=10%,jitter=3ms")));
    }
    Link first = sim.link("first", LinkSpec.parse("10M,5ms,loss=3%,jitter=2ms,reorder=5%"));
    Link second = sim.link("second", LinkSpec.parse("5M,5ms,loss=3%,queue=20k,jitter=2ms"));
    SimNode.builder(sim, "router")
        .attach(first.b(), "10.0.1.1/24")
        .attach(second.a(), "10.0.2.1/24")
        .router();
    try (LinkCapture capture = new LinkCapture(second, file)) {
      assertThat(capture).isNotNull();
      traffic(sim, first);
      sim.run(2_000 * MS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.toByteArray();
  }

  private static void traffic(Simulation sim, Link link) {
    Entropy source = sim.entropy("traffic of " + link.name());
    for (int i = 0; i < 500; i++) {
      int sequence = i;
      int payload = (int) (source.nextLong() >>> 55);
      sim.at(i * MS, () -> link.a().send(Packets.tcp("10.0.1.2", "10.0.2.2", sequence, payload)));
    }
  }

  @Test
  void theTraceCountsPayloadPerSliceAndLink() {
    Simulation sim = new Simulation(1);
    Link dsl = sim.link("dsl", LinkSpec.parse("0,10ms"));
    Link lte = sim.link("lte", LinkSpec.parse("0,10ms,loss=100%"));
    SubflowTrace trace = new SubflowTrace(100 * MS).watch(dsl).watch(lte);
    dsl.a().send(Packets.tcp("10.0.0.1", "10.0.0.2", 1, 1000));
    dsl.a().send(Packets.tcp("10.0.0.1", "10.0.0.2", 1, 500));
    dsl.b().send(Packets.tcp("fd00::1", "fd00::2", 1, 0));
    lte.a().send(Packets.tcp("10.0.0.1", "10.0.0.2", 1, 1000));
    sim.at(95 * MS, () -> dsl.b().send(Packets.tcp("fd00::1", "fd00::2", 1, 7)));
    sim.run(1000 * MS);
    assertThat(trace.points())
        .containsExactly(
            new SubflowTrace.Point(0, "dsl", Direction.A_TO_B, 1500),
            new SubflowTrace.Point(100 * MS, "dsl", Direction.B_TO_A, 7));
    assertThat(trace.payloadBytes(dsl, Direction.A_TO_B)).isEqualTo(1500);
    assertThat(trace.payloadBytes(lte, Direction.A_TO_B)).isZero();
    assertThat(trace.toCsv())
        .isEqualTo(
            """
            seconds,link,direction,payload_bytes
            0.000000,dsl,A_TO_B,1500
            0.100000,dsl,B_TO_A,7
            """);
  }
}
