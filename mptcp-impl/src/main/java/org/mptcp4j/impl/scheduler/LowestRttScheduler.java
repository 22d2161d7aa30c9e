package org.mptcp4j.impl.scheduler;

import org.mptcp4j.Subflow;
import org.mptcp4j.spi.Scheduler;

/**
 * Lowest RTT first: of the subflows with room, the one with the lowest smoothed round-trip time
 * (draft-bonaventure-iccrg-schedulers, section 3.5). A subflow without a sample goes last; backup
 * subflows are used when there is no other.
 */
public final class LowestRttScheduler implements Scheduler {
  @Override
  public void schedule(Request request) {
    boolean backups = request.backupsNeeded();
    Subflow best = null;
    for (int i = 0; i < request.subflowCount(); i++) {
      Subflow subflow = request.subflow(i);
      if (subflow.backup() == backups && subflow.canSend()) {
        best = best == null || rtt(subflow) < rtt(best) ? subflow : best;
      }
    }
    if (best != null) {
      request.send(best);
    }
  }

  private static long rtt(Subflow subflow) {
    long rtt = subflow.smoothedRttNanos();
    return rtt == 0 ? Long.MAX_VALUE : rtt;
  }
}
