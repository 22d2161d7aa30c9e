package org.mptcp4j.test;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What the present thread allocates, for tests of code that must not. */
public final class Allocation {
  private Allocation() {}

  /** All bytes that this thread ever allocated. */
  public static long ofThisThread() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }
}
