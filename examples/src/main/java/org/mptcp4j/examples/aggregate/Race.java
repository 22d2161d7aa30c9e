package org.mptcp4j.examples.aggregate;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.examples.pairs.Flow;
import org.mptcp4j.sim.link.LinkSpec;
import org.mptcp4j.sim.link.PayloadCapacity;

/**
 * Pairs that do the same at the same time, each over two links of its own.
 *
 * @param links of each pair
 * @param back whether the server sends the larger part
 * @param large bytes of the larger part
 * @param seconds the most that it may take
 * @param seed of the links and of our hosts
 * @param options of our connections
 */
record Race(
    List<LinkSpec> links,
    boolean back,
    long large,
    double seconds,
    long seed,
    ConnectionOptions options) {
  private static final long SMALL = 80 << 10;
  private static final long LEAD_NANOS = 50_000_000;

  /** Handshake, join and slow start are over: both links carry data. */
  private static final long START_NANOS = 1_000_000_000;

  /** Runs it; the results are in the order of the pairs. */
  List<Outcome> run(List<Flow> pairs) throws IOException {
    List<Course> courses = new ArrayList<>();
    List<End> ends = new ArrayList<>();
    try {
      for (Flow pair : pairs) {
        Course course = Course.open(links, seed);
        courses.add(course);
        open(course, pair, ends);
      }
      return measure(pairs, courses, ends);
    } finally {
      close(ends);
      close(courses);
    }
  }

  /** The server first, whoever sends more. */
  private void open(Course course, Flow pair, List<End> ends) throws IOException {
    Flow.Tcp client = back ? pair.receiver() : pair.sender();
    Flow.Tcp server = back ? pair.sender() : pair.receiver();
    End accepting = course.server(server, options, back ? large : SMALL);
    ends.add(accepting);
    accepting.awaitReady();
    End connecting = course.client(client, server, options, back ? SMALL : large);
    ends.add(connecting);
    connecting.awaitReady();
  }

  private List<Outcome> measure(List<Flow> pairs, List<Course> courses, List<End> ends)
      throws IOException {
    long begin = System.nanoTime() + LEAD_NANOS;
    Span span = new Span(begin, begin + START_NANOS, begin + (long) (seconds * 1e9));
    for (End end : ends) {
      end.run(span);
    }
    List<Received> received = new ArrayList<>();
    for (End end : ends) {
      received.add(end.received());
    }
    List<Outcome> outcomes = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      outcomes.add(
          outcome(pairs.get(i), courses.get(i), span, received.get(2 * i + (back ? 1 : 0))));
    }
    return outcomes;
  }

  private Outcome outcome(Flow pair, Course course, Span span, Received received)
      throws IOException {
    boolean complete = received.bytes() == large;
    double taken = complete ? (received.lastNanos() - span.begin()) / 1e9 : seconds;
    double late = taken - START_NANOS / 1e9;
    double goodput = late > 0 ? 8 * (received.bytes() - received.marked()) / late : 0;
    return new Outcome(
        pair, PayloadCapacity.efficiency(goodput, links), taken, course.tallies(back));
  }

  private static void close(List<? extends Closeable> all) throws IOException {
    for (Closeable one : all) {
      one.close();
    }
  }
}
