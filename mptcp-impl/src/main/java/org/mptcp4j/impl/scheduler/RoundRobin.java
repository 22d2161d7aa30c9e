package org.mptcp4j.impl.scheduler;

import org.mptcp4j.spi.Scheduler;
import org.mptcp4j.spi.SchedulerProvider;

/** {@code round-robin}. */
public final class RoundRobin implements SchedulerProvider {
  @Override
  public String name() {
    return "round-robin";
  }

  @Override
  public Scheduler create() {
    return new RoundRobinScheduler();
  }
}
