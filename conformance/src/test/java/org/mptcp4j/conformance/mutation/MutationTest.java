package org.mptcp4j.conformance.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.mptcp4j.conformance.dialogue.Verdict;
import org.mptcp4j.conformance.packet.Version;
import org.mptcp4j.conformance.peer.Role;
import org.mptcp4j.conformance.run.Catalogue;
import org.mptcp4j.conformance.run.EngineBench;
import org.mptcp4j.conformance.run.Instance;
import org.mptcp4j.conformance.run.Outcome;
import org.mptcp4j.conformance.run.Profile;
import org.mptcp4j.conformance.run.Runner;
import org.mptcp4j.engine.EngineProvider;

/** The suite bites: of the faults in {@link Mutations} it finds 95 of 100 at least. */
@EnabledIfSystemProperty(
    named = "mutation",
    matches = ".*",
    disabledReason = "takes minutes: asked for by -Dmutation=")
class MutationTest {
  private static final double LEAST_SHARE = 0.95;
  private static final int LEAST_FAULTS = 60;

  @TempDir private Path scratch;

  @Test
  void theSuiteFindsSeededFaults() throws IOException {
    String only = System.getProperty("mutation", "");
    List<Mutation> all = Mutations.ALL.stream().filter(m -> m.name().contains(only)).toList();
    List<String> missed = new ArrayList<>();
    for (Mutation mutation : all) {
      Path directory = Files.createDirectories(scratch.resolve(mutation.name()));
      Outcome finder = find(MutantEngine.build(mutation, directory), mutation);
      if (finder == null) {
        missed.add(mutation.name());
      }
      System.out.println(
          mutation.name() + ": " + (finder == null ? "MISSED" : finder.instance().name()));
    }
    System.out.println(all.size() - missed.size() + " of " + all.size() + " faults found");
    if (only.isEmpty()) {
      assertThat(all).hasSizeGreaterThanOrEqualTo(LEAST_FAULTS);
    }
    assertThat(1 - (double) missed.size() / all.size())
        .as("share of faults found; missed: " + missed)
        .isGreaterThanOrEqualTo(LEAST_SHARE);
  }

  /** The first case that fails, null where none does. */
  private static Outcome find(EngineProvider mutant, Mutation mutation) {
    Runner runner = new Runner(EngineBench.source(mutant), Profile.unknown());
    Set<Instance> order = new LinkedHashSet<>(select(mutation.cases()));
    order.addAll(select("**"));
    for (Instance instance : order) {
      Outcome outcome = runner.run(instance, 0);
      if (outcome.verdict() == Verdict.FAIL) {
        return outcome;
      }
    }
    return null;
  }

  private static List<Instance> select(String glob) {
    return Catalogue.select(
        glob, List.of(Version.V0, Version.V1), List.of(Role.values()), List.of(false, true));
  }
}
