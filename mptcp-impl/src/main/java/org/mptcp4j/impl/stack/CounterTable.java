package org.mptcp4j.impl.stack;

import java.util.Map;
import java.util.TreeMap;
import org.mptcp4j.Counters;
import org.mptcp4j.impl.buffer.MemoryBudget;
import org.mptcp4j.impl.mptcp.Mib;

/** The counters of one engine. */
final class CounterTable implements Counters {
  private static final Mib[] ALL = Mib.values();

  private final long[] values = new long[ALL.length];
  private final MemoryBudget memory;

  CounterTable(MemoryBudget memory) {
    this.memory = memory;
  }

  void add(Mib counter, long amount) {
    values[counter.ordinal()] += amount;
  }

  /** What is counted elsewhere. */
  private void readMemory() {
    values[Mib.MEMORY_BYTES.ordinal()] = memory.held();
    values[Mib.MEMORY_MOST_BYTES.ordinal()] = memory.most();
    values[Mib.MEMORY_PRESSURES.ordinal()] = memory.pressures();
  }

  @Override
  public long get(String name) {
    readMemory();
    for (Mib counter : ALL) {
      if (counter.label().equals(name)) {
        return values[counter.ordinal()];
      }
    }
    return 0;
  }

  @Override
  public Map<String, Long> snapshot() {
    readMemory();
    Map<String, Long> copy = new TreeMap<>();
    for (Mib counter : ALL) {
      if (values[counter.ordinal()] != 0) {
        copy.put(counter.label(), values[counter.ordinal()]);
      }
    }
    return copy;
  }
}
