package org.mptcp4j.test;

import com.sun.management.ThreadMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;

/** What the present thread allocates, for tests of code that must not. */
public final class Allocation {
  private Allocation() {}

  /** All bytes that this thread ever allocated. */
  public static long ofThisThread() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  /** How often this JVM has collected garbage, on behalf of whatever thread. */
  public static long collections() {
    long sum = 0;
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      sum += collector.getCollectionCount();
    }
    return sum;
  }
}
