package org.mptcp4j.impl.scheduler;

import org.mptcp4j.spi.Scheduler;
import org.mptcp4j.spi.SchedulerProvider;

/** {@code lowest-rtt}. */
public final class LowestRtt implements SchedulerProvider {
  @Override
  public String name() {
    return "lowest-rtt";
  }

  @Override
  public Scheduler create() {
    return new LowestRttScheduler();
  }
}
