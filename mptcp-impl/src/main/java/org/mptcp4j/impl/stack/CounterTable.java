package org.mptcp4j.impl.stack;

import java.util.Map;
import java.util.TreeMap;
import org.mptcp4j.Counters;
import org.mptcp4j.impl.mptcp.Mib;

/** The counters of one engine. */
final class CounterTable implements Counters {
  private static final Mib[] ALL = Mib.values();

  private final long[] values = new long[ALL.length];

  void add(Mib counter, long amount) {
    values[counter.ordinal()] += amount;
  }

  @Override
  public long get(String name) {
    for (Mib counter : ALL) {
      if (counter.label().equals(name)) {
        return values[counter.ordinal()];
      }
    }
    return 0;
  }

  @Override
  public Map<String, Long> snapshot() {
    Map<String, Long> copy = new TreeMap<>();
    for (Mib counter : ALL) {
      if (values[counter.ordinal()] != 0) {
        copy.put(counter.label(), values[counter.ordinal()]);
      }
    }
    return copy;
  }
}
