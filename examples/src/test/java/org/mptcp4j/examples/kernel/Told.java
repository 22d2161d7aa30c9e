package org.mptcp4j.examples.kernel;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Lines that one thread adds and another one waits for. */
final class Told {
  /** Generous: a loaded machine is no failure. */
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(Long.getLong("patience", 60));

  private final List<String> lines = new ArrayList<>();
  private boolean closed;

  synchronized void add(String line) {
    lines.add(line);
    notifyAll();
  }

  /** No more lines come. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  synchronized int size() {
    return lines.size();
  }

  /** The first line that matches. */
  String await(String what, Predicate<String> match) throws IOException {
    return awaitFrom(0, what, match);
  }

  /** The first one that matches from line {@code first} on. */
  synchronized String awaitFrom(int first, String what, Predicate<String> match)
      throws IOException {
    long limit = System.nanoTime() + LIMIT_NANOS;
    for (int next = first; ; next++) {
      while (next == lines.size()) {
        long left = limit - System.nanoTime();
        if (closed || left <= 0) {
          throw new IOException("no '" + what + "'" + (closed ? ", it ended" : "") + "; " + last());
        }
        try {
          TimeUnit.NANOSECONDS.timedWait(this, left);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IOException("interrupted", e);
        }
      }
      if (match.test(lines.get(next))) {
        return lines.get(next);
      }
    }
  }

  synchronized String last() {
    return "told: " + lines.subList(Math.max(0, lines.size() - 5), lines.size());
  }
}
