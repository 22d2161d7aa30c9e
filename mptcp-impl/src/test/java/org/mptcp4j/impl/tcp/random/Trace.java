package org.mptcp4j.impl.tcp.random;

import java.util.ArrayDeque;
import java.util.function.Supplier;

/** What happened last in one sequence; written down only when a seed is replayed. */
public final class Trace {
  private static final int KEPT = 120;

  private final boolean on;
  private final ArrayDeque<String> lines = new ArrayDeque<>();
  private long now;

  public Trace(boolean on) {
    this.on = on;
  }

  public void now(long nanos) {
    now = nanos;
  }

  public void add(String who, String what) {
    if (on) {
      add(who, () -> what);
    }
  }

  public void add(String who, Supplier<String> what) {
    if (on) {
      if (lines.size() == KEPT) {
        lines.removeFirst();
      }
      lines.addLast("%.3f ms %s %s".formatted(now / 1e6, who, what.get()));
    }
  }

  public AssertionError failure(String what) {
    return new AssertionError(what + (on ? "\n" + String.join("\n", lines) : ""));
  }
}
