package org.mptcp4j.benchmarks;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.Subflow;
import org.mptcp4j.benchmarks.network.Bulk;
import org.mptcp4j.benchmarks.network.Network;
import org.mptcp4j.benchmarks.network.Node;
import org.mptcp4j.benchmarks.network.Packets;
import org.mptcp4j.spi.Scheduler;
import org.mptcp4j.spi.SchedulerProvider;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A decision of a scheduler over the subflows of a real connection, each of which could send. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class SchedulerBenchmark {
  @Param({"lowest-rtt", "round-robin"})
  String scheduler;

  @Param({"2", "8"})
  int subflows;

  private Scheduler chooser;
  private Question question;

  /** Opens the connection. */
  @Setup
  public void prepare() {
    Network network = new Network(Packets.ETHERNET);
    Node[] ends = network.pair(subflows);
    Bulk bulk = Bulk.open(network, ends[0], ends[1], Bulk.options(MptcpVersion.V1), subflows);
    bulk.move(1 << 20);
    bulk.settle();
    question = new Question(bulk.writer().subflows());
    chooser = SchedulerProvider.named(scheduler).create();
    if (question.subflowCount() != subflows || decide() == null) {
      throw new IllegalStateException("no choice");
    }
  }

  /** Looks at all subflows and chooses. */
  @Benchmark
  public Subflow decide() {
    question.answer = null;
    chooser.schedule(question);
    return question.answer;
  }

  /** Data waits that any subflow may take. */
  private static final class Question implements Scheduler.Request {
    private final List<Subflow> subflows;
    private Subflow answer;

    Question(List<Subflow> subflows) {
      this.subflows = subflows;
    }

    @Override
    public long nowNanos() {
      return 0;
    }

    @Override
    public long availableBytes() {
      return Bulk.WINDOW_BYTES;
    }

    @Override
    public boolean reinjection() {
      return false;
    }

    @Override
    public boolean backupsNeeded() {
      return false;
    }

    @Override
    public long sendWindow() {
      return Bulk.WINDOW_BYTES;
    }

    @Override
    public int subflowCount() {
      return subflows.size();
    }

    @Override
    public Subflow subflow(int index) {
      return subflows.get(index);
    }

    @Override
    public void send(Subflow subflow) {
      answer = subflow;
    }
  }
}
