package org.mptcp4j.conformance.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Consumer;
import org.mptcp4j.conformance.dialogue.CaseEnd;
import org.mptcp4j.conformance.dialogue.Dialogue;
import org.mptcp4j.conformance.dialogue.Trace;
import org.mptcp4j.conformance.dialogue.Verdict;
import org.mptcp4j.conformance.peer.App;
import org.mptcp4j.conformance.peer.Peer;
import org.mptcp4j.conformance.peer.Role;
import org.mptcp4j.conformance.peer.Trait;

/** Runs instances, in one lane or in several at the same time. */
public final class Runner {
  private static final int FIRST_PORT = 20_000;

  /** A case takes some ports behind the one that it begins with; fewer than are left behind. */
  private static final int PORTS = 40_000;

  private final Bench.Source source;
  private final Profile profile;
  private final int lanes;
  private final long seed;
  private final AtomicIntegerArray ports;

  /** One lane, and the same keys, ports and data each time: for virtual time. */
  public Runner(Bench.Source source, Profile profile) {
    this(source, profile, 1, 0);
  }

  /**
   * @param lanes how many run at the same time, at least 1
   * @param seed of keys, ports and data: a real peer, which remembers ports, needs another one in
   *     each run
   */
  public Runner(Bench.Source source, Profile profile, int lanes, long seed) {
    this.source = source;
    this.profile = profile;
    this.lanes = lanes;
    this.seed = seed;
    ports = new AtomicIntegerArray(lanes);
  }

  /**
   * Runs them all.
   *
   * @param progress told of each one that ended, from any thread
   * @return in the order of {@code instances}
   */
  public List<Outcome> run(List<Instance> instances, Consumer<Outcome> progress)
      throws IOException, InterruptedException {
    Outcome[] outcomes = new Outcome[instances.size()];
    AtomicInteger next = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(lanes);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int lane = 0; lane < lanes; lane++) {
        int number = lane;
        all.add(
            threads.submit(
                () -> {
                  for (int i = next.getAndIncrement();
                      i < outcomes.length;
                      i = next.getAndIncrement()) {
                    outcomes[i] = run(instances.get(i), number);
                    progress.accept(outcomes[i]);
                  }
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e.getCause());
    } finally {
      threads.shutdownNow();
    }
    return List.of(outcomes);
  }

  /**
   * Runs those again that are {@linkplain Outcome#isOpen open}, each alone: on a machine that was
   * busy with the others, or with something else, a real peer may have been late.
   *
   * @param tries how often each is run at most, with the first time
   * @param progress told of each try
   * @return {@code outcomes} with the last verdict of each
   */
  public List<Outcome> again(List<Outcome> outcomes, int tries, Consumer<Outcome> progress) {
    List<Outcome> last = new ArrayList<>(outcomes);
    for (int i = 0; i < last.size(); i++) {
      while (last.get(i).isOpen() && last.get(i).tries() < tries) {
        int number = last.get(i).tries() + 1;
        last.set(i, run(last.get(i).instance(), 0).withTries(number));
        progress.accept(last.get(i));
      }
    }
    return last;
  }

  /** Runs one. */
  public Outcome run(Instance instance, int lane) {
    try (Bench bench = source.open(instance, lane)) {
      return run(instance, bench, lane);
    } catch (IOException | UncheckedIOException e) {
      return outcome(instance, CaseEnd.inconclusive("no bench: " + e.getMessage()), new Trace(), 0);
    }
  }

  private Outcome run(Instance instance, Bench bench, int lane) {
    App app = app(instance, bench.peer());
    if (app == null) {
      String needs = "needs a peer that plays one of " + Catalogue.apps(instance.entry());
      return outcome(instance, CaseEnd.notApplicable(needs), new Trace(), 0);
    }
    Set<Trait> missing = EnumSet.noneOf(Trait.class);
    missing.addAll(List.of(instance.entry().facts().needs()));
    missing.removeAll(bench.peer().traits());
    if (instance.role() == Role.SERVER) {
      missing.remove(Trait.ACCEPTS_JOINS_AS_CLIENT);
    }
    if (!missing.isEmpty()) {
      String needs = "needs a peer that " + missing.iterator().next().text();
      return outcome(instance, CaseEnd.notApplicable(needs), new Trace(), 0);
    }
    Dialogue dialogue =
        new Dialogue(
            instance.version(),
            instance.v6(),
            app,
            bench.wire(),
            bench.peer(),
            seed * 31 + instance.name().hashCode(),
            FIRST_PORT + Math.floorMod(seed + ports.get(lane), PORTS));
    Outcome outcome = run(instance, dialogue);
    if (seed != 0) {
      // a real peer may still have connections of the cases before
      ports.addAndGet(lane, dialogue.ports());
    }
    return outcome;
  }

  private Outcome run(Instance instance, Dialogue dialogue) {
    long begin = dialogue.nowNanos();
    CaseEnd end = null;
    try {
      instance.entry().run(dialogue);
    } catch (CaseEnd e) {
      end = e;
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      end = CaseEnd.inconclusive("the case broke: " + e);
    }
    long nanos = dialogue.nowNanos() - begin;
    try {
      dialogue.clear();
    } catch (RuntimeException e) {
      dialogue.note("not cleared: " + e.getMessage());
    }
    return outcome(instance, end, dialogue.trace(), nanos);
  }

  private Outcome outcome(Instance instance, CaseEnd end, Trace trace, long nanos) {
    Verdict verdict = end == null ? Verdict.PASS : end.verdict();
    String reason = end == null ? "" : end.getMessage();
    String expected = verdict == Verdict.FAIL ? profile.expects(instance) : null;
    return new Outcome(instance, verdict, reason, expected, trace, nanos, 1);
  }

  private static App app(Instance instance, Peer peer) {
    for (App app : instance.entry().facts().apps()) {
      if (peer.plays(app, instance.v6())) {
        return app;
      }
    }
    return null;
  }
}
