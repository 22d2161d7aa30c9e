package org.mptcp4j.conformance.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
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
class MutationTest {
  private static final double LEAST_SHARE = 0.95;
  private static final int LEAST_FAULTS = 60;

  @TempDir private Path scratch;

  /** What came of one fault; no finder where it was missed. */
  private record Result(Mutation mutation, Outcome finder, long millis) {
    @Override
    public String toString() {
      return "%s: %s (%d ms)"
          .formatted(mutation, finder == null ? "MISSED" : finder.instance().name(), millis);
    }
  }

  @Test
  void theSuiteFindsSeededFaults() throws Exception {
    String only = System.getProperty("mutation", "");
    List<Mutation> all = Mutations.ALL.stream().filter(m -> m.name().contains(only)).toList();
    List<Result> results = tryAll(all);
    results.forEach(System.out::println);
    List<Result> missed = results.stream().filter(r -> r.finder() == null).toList();
    System.out.println(all.size() - missed.size() + " of " + all.size() + " faults found");
    if (only.isEmpty()) {
      assertThat(all).hasSizeGreaterThanOrEqualTo(LEAST_FAULTS);
    }
    assertThat(1 - (double) missed.size() / all.size())
        .as("share of faults found; missed: " + missed)
        .isGreaterThanOrEqualTo(LEAST_SHARE);
  }

  /** As many at a time as there are processors: each has an engine and a simulation of its own. */
  private List<Result> tryAll(List<Mutation> all) throws Exception {
    ExecutorService threads =
        Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try {
      List<Future<Result>> pending = new ArrayList<>();
      for (Mutation mutation : all) {
        pending.add(threads.submit(() -> tryOne(mutation)));
      }
      List<Result> results = new ArrayList<>();
      for (Future<Result> one : pending) {
        results.add(one.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private Result tryOne(Mutation mutation) throws IOException {
    long begin = System.nanoTime();
    Path directory = Files.createDirectories(scratch.resolve(mutation.name()));
    Outcome finder = find(MutantEngine.build(mutation, directory), mutation);
    return new Result(mutation, finder, (System.nanoTime() - begin) / 1_000_000);
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
