package org.mptcp4j.impl.tcp.random;

import java.util.ArrayDeque;
import java.util.function.Supplier;

/** What happened last in one sequence; written down only when a seed is replayed. */
final class Trace {
  private static final int KEPT = 120;

  private final boolean on;
  private final ArrayDeque<String> lines = new ArrayDeque<>();
  private long now;

  Trace(boolean on) {
    this.on = on;
  }

  void now(long nanos) {
    now = nanos;
  }

  void add(String who, String what) {
    if (on) {
      add(who, () -> what);
    }
  }

  void add(String who, Supplier<String> what) {
    if (on) {
      if (lines.size() == KEPT) {
        lines.removeFirst();
      }
      lines.addLast("%.3f ms %s %s".formatted(now / 1e6, who, what.get()));
    }
  }

  AssertionError failure(String what) {
    return new AssertionError(what + (on ? "\n" + String.join("\n", lines) : ""));
  }
}
