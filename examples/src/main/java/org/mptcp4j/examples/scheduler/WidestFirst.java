package org.mptcp4j.examples.scheduler;

import org.mptcp4j.Subflow;
import org.mptcp4j.spi.Scheduler;
import org.mptcp4j.spi.SchedulerProvider;

/**
 * A scheduler of one's own: the subflow with the most free room in its congestion window goes
 * first. See what it does a second later: {@code bin/mptcp demo --scheduler widest-first}.
 */
public final class WidestFirst implements Scheduler {
  @Override
  public void schedule(Request request) {
    Subflow widest = null;
    for (int i = 0; i < request.subflowCount(); i++) {
      Subflow subflow = request.subflow(i);
      if (subflow.canSend() && (widest == null || room(subflow) > room(widest))) {
        widest = subflow;
      }
    }
    if (widest != null) {
      request.send(widest);
    }
  }

  private static long room(Subflow subflow) {
    return subflow.congestionWindow() - subflow.inFlight() - subflow.queued();
  }

  /** Makes it known by its name. */
  public static final class Provider implements SchedulerProvider {
    @Override
    public String name() {
      return "widest-first";
    }

    @Override
    public Scheduler create() {
      return new WidestFirst();
    }
  }
}
