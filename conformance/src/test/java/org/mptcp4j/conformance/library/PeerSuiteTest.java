package org.mptcp4j.conformance.library;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.mptcp4j.conformance.dialogue.Verdict;
import org.mptcp4j.conformance.packet.Version;
import org.mptcp4j.conformance.peer.App;
import org.mptcp4j.conformance.peer.RemoteServer;
import org.mptcp4j.conformance.peer.Role;
import org.mptcp4j.conformance.report.Transcript;
import org.mptcp4j.conformance.run.Bench;
import org.mptcp4j.conformance.run.Catalogue;
import org.mptcp4j.conformance.run.EngineBench;
import org.mptcp4j.conformance.run.Outcome;
import org.mptcp4j.conformance.run.Profile;
import org.mptcp4j.conformance.run.Runner;
import org.mptcp4j.conformance.wire.DeviceSwitch;

/** A part of the suite as JUnit tests of a peer, in somebody's own build. */
class PeerSuiteTest {
  @TestFactory
  Stream<DynamicTest> keepsToRfc8684() {
    Runner runner = new Runner(EngineBench.source(), Profile.unknown());
    return Catalogue.select(
            "mp_capable/**", List.of(Version.V1), List.of(Role.SERVER), List.of(false))
        .stream()
        .map(each -> dynamicTest(each.name(), () -> judge(runner.run(each, 0))));
  }

  /** A failure fails, what has no verdict is skipped. */
  private static void judge(Outcome outcome) {
    assertFalse(outcome.isBad(), () -> outcome.reason() + "\n" + Transcript.of(outcome));
    assumeTrue(outcome.verdict() == Verdict.PASS, outcome.reason());
  }

  /** For a server of any make, over a TUN device: in place of {@link EngineBench}. */
  static Bench.Source server(DeviceSwitch device, InetSocketAddress echo) {
    RemoteServer server = new RemoteServer(Map.of(App.ECHO, List.of(echo)), List.of(), Set.of());
    return (instance, lane) -> new Bench(device.wire(lane), server);
  }
}
