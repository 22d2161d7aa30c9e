package org.mptcp4j.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mptcp4j.engine.Entropy;
import org.mptcp4j.sim.link.DropCause;
import org.mptcp4j.sim.link.LinkSpec;

class SimulationTest {
  private static final long MS = 1_000_000;

  @Test
  void eventsRunByTimeAndThenInOrderOfInsertion() {
    Simulation sim = new Simulation(1);
    List<String> log = new ArrayList<>();
    sim.at(20, () -> log.add("late at " + sim.nowNanos()));
    sim.at(10, () -> log.add("first"));
    sim.at(
        10,
        () -> {
          log.add("second");
          sim.after(0, () -> log.add("fourth at " + sim.nowNanos()));
        });
    sim.at(10, () -> log.add("third"));
    sim.run(15);
    assertThat(log).containsExactly("first", "second", "third", "fourth at 10");
    assertThat(sim.nowNanos()).isEqualTo(15);
    sim.run(20);
    assertThat(log).endsWith("late at 20");
    assertThatThrownBy(() -> sim.at(19, () -> {})).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void runUntilStopsRightAfterTheEventThatWasWaitedFor() {
    Simulation sim = new Simulation(1);
    List<Long> log = new ArrayList<>();
    for (long t = 1; t <= 5; t++) {
      sim.at(t, () -> log.add(sim.nowNanos()));
    }
    assertThat(sim.runUntil(() -> log.size() == 3, 100)).isTrue();
    assertThat(sim.nowNanos()).isEqualTo(3);
    assertThat(sim.runUntil(() -> log.size() == 6, 100)).isFalse();
    assertThat(log).hasSize(5);
  }

  @Test
  void randomnessDependsOnSeedAndPurposeAlone() {
    assertThat(draw(new Simulation(1).entropy("x")))
        .isEqualTo(draw(new Simulation(1).entropy("x")));
    assertThat(draw(new Simulation(1).entropy("x")))
        .isNotEqualTo(draw(new Simulation(1).entropy("y")))
        .isNotEqualTo(draw(new Simulation(2).entropy("x")));
  }

  private static List<Long> draw(Entropy entropy) {
    return List.of(entropy.nextLong(), entropy.nextLong(), entropy.nextLong());
  }

  @Test
  void aLinkCarriesPacketsBothWays() {
    Simulation sim = new Simulation(1);
    Link link = sim.link("l", LinkSpec.parse("12M,10ms"), LinkSpec.parse("0,3ms"));
    List<String> log = new ArrayList<>();
    link.a().attach((packet, now) -> log.add("a " + packet.bytes().remaining() + " " + now));
    link.b().attach((packet, now) -> log.add("b " + packet.bytes().remaining() + " " + now));
    link.a().send(Packets.tcp("10.0.0.1", "10.0.0.2", 1, 1460));
    link.b().send(Packets.tcp("10.0.0.2", "10.0.0.1", 1, 0));
    sim.run(1000 * MS);
    assertThat(log).containsExactly("a 40 3000000", "b 1500 11000000");
    assertThatThrownBy(() -> sim.link("l", LinkSpec.parse("0,1ms")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> link.a().attach((packet, now) -> {}))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aCutTakesWhatIsOnTheLink() {
    Simulation sim = new Simulation(1);
    Link link = sim.link("l", LinkSpec.parse("12M,10ms"));
    List<Long> arrivals = new ArrayList<>();
    link.b().attach((packet, now) -> arrivals.add(now));
    for (long at : new long[] {0, 5 * MS, 15 * MS, 40 * MS}) {
      sim.at(at, () -> link.a().send(Packets.tcp("10.0.0.1", "10.0.0.2", 1, 1460)));
    }
    sim.at(12 * MS, link::cut);
    sim.at(30 * MS, link::mend);
    sim.run(1000 * MS);
    assertThat(arrivals).containsExactly(11 * MS, 51 * MS);
    assertThat(link.model(Direction.A_TO_B).stats().drops(DropCause.DOWN)).isEqualTo(2);
    assertThat(link.model(Direction.A_TO_B).stats().carriedPackets()).isEqualTo(2);
    assertThat(sim.pool().outstanding()).isZero();
  }
}
