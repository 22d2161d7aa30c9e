package org.mptcp4j.impl.channel;

import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What the loop counts beside the engine. Thread-safe. */
public final class LoopCounters {
  /** Packets given back to their device because the engine did not claim them. */
  public static final String PASSED = "Mptcp4jLoopPassed";

  /** Devices that failed while the stack ran. */
  public static final String DEVICES_LOST = "Mptcp4jLoopDevicesLost";

  /** Exceptions that came out of the engine and were caught. */
  public static final String FAULTS = "Mptcp4jLoopFaults";

  private final LongAdder passed = new LongAdder();
  private final LongAdder devicesLost = new LongAdder();
  private final LongAdder faults = new LongAdder();
  private volatile Map<String, Long> lastOfEngine = Map.of();

  public void countPassed() {
    passed.increment();
  }

  public void countDeviceLost() {
    devicesLost.increment();
  }

  public void countFault() {
    faults.increment();
  }

  /** The engine's counters when its thread ended. */
  public void keepLast(Map<String, Long> ofEngine) {
    lastOfEngine = Map.copyOf(ofEngine);
  }

  Map<String, Long> lastOfEngine() {
    return lastOfEngine;
  }

  /** Adds those that ever counted to {@code target}. */
  void addTo(Map<String, Long> target) {
    add(target, PASSED, passed.sum());
    add(target, DEVICES_LOST, devicesLost.sum());
    add(target, FAULTS, faults.sum());
  }

  private static void add(Map<String, Long> target, String name, long value) {
    if (value != 0) {
      target.put(name, value);
    }
  }
}
