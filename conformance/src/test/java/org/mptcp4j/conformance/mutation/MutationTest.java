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
import org.mptcp4j.conformance.run.Bench;
import org.mptcp4j.conformance.run.Catalogue;
import org.mptcp4j.conformance.run.Instance;
import org.mptcp4j.conformance.run.Outcome;
import org.mptcp4j.conformance.run.Profile;
import org.mptcp4j.conformance.run.Runner;

/**
 * The suite bites: of the faults in {@link Mutations} it finds 95 of 100 at least. A fault is found
 * by a case that fails; one that gets to no verdict finds nothing.
 *
 * <p>{@code -Dmutation=WORD} tries those alone whose names contain it, and says which case found
 * them; what came of all is in {@code target/mutations.txt}.
 */
class MutationTest {
  private static final double LEAST_SHARE = 0.95;
  private static final int LEAST_FAULTS = 60;
  private static final Path REPORT = Path.of("target", "mutations.txt");

  @TempDir private Path scratch;

  /** What came of one fault; no finder where it was missed. */
  private record Result(Mutation mutation, Outcome finder) {
    @Override
    public String toString() {
      return mutation + ": " + (finder == null ? "MISSED" : finder.instance().name());
    }
  }

  @Test
  void eachFaultFitsTheEngine() {
    List<String> problems = new ArrayList<>();
    for (Mutation mutation : Mutations.ALL) {
      try {
        MutantEngine.mutate(mutation);
      } catch (IOException e) {
        problems.add(e.getMessage());
      }
    }
    assertThat(problems).isEmpty();
    assertThat(Mutations.ALL).extracting(Mutation::name).doesNotHaveDuplicates();
    assertThat(Mutations.ALL).hasSizeGreaterThanOrEqualTo(LEAST_FAULTS);
  }

  @Test
  void theSuiteFindsSeededFaults() throws Exception {
    String only = System.getProperty("mutation", "");
    List<Mutation> tried = Mutations.ALL.stream().filter(m -> m.name().contains(only)).toList();
    assertThat(tried).as("faults whose names contain " + only).isNotEmpty();
    List<Result> results = tryAll(tried);
    List<Result> missed = results.stream().filter(r -> r.finder() == null).toList();
    List<String> lines = new ArrayList<>(results.stream().map(Result::toString).toList());
    lines.add(tried.size() - missed.size() + " of " + tried.size() + " faults found");
    Files.write(REPORT, lines);
    if (!only.isEmpty()) {
      lines.forEach(System.out::println);
    }
    assertThat(1 - (double) missed.size() / tried.size())
        .as("share of faults found; " + missed)
        .isGreaterThanOrEqualTo(LEAST_SHARE);
  }

  /** As many at a time as there are processors: each has an engine and simulations of its own. */
  private List<Result> tryAll(List<Mutation> all) throws IOException, InterruptedException {
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
    Path directory = Files.createDirectories(scratch.resolve(mutation.name()));
    return new Result(mutation, find(MutantEngine.build(mutation, directory), mutation));
  }

  /** The first case that fails, null where none does. */
  private static Outcome find(Bench.Source mutant, Mutation mutation) {
    Runner runner = new Runner(mutant, Profile.unknown());
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
