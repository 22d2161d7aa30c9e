package org.mptcp4j.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.mptcp4j.conformance.dialogue.Verdict;
import org.mptcp4j.conformance.packet.Version;
import org.mptcp4j.conformance.peer.Role;
import org.mptcp4j.conformance.report.Transcript;
import org.mptcp4j.conformance.run.Catalogue;
import org.mptcp4j.conformance.run.EngineBench;
import org.mptcp4j.conformance.run.Outcome;
import org.mptcp4j.conformance.run.Profile;
import org.mptcp4j.conformance.run.Runner;

/** The whole suite against our engine, in virtual time. */
class EngineSuiteTest {
  @TestFactory
  Stream<DynamicTest> eachCasePasses() {
    Runner runner = new Runner(EngineBench.source(), Profile.unknown());
    return Catalogue.select(
            System.getProperty("cases", "**"),
            List.of(Version.V0, Version.V1),
            List.of(Role.values()),
            List.of(false, true))
        .stream()
        .map(
            instance ->
                DynamicTest.dynamicTest(
                    instance.name(),
                    () -> {
                      Outcome outcome = runner.run(instance, 0);
                      assertThat(outcome.verdict())
                          .as(() -> outcome.reason() + "\n" + Transcript.of(outcome))
                          .isEqualTo(Verdict.PASS);
                    }));
  }
}
