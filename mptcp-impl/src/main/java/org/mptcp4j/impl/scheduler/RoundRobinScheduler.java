package org.mptcp4j.impl.scheduler;

import org.mptcp4j.Subflow;
import org.mptcp4j.spi.Scheduler;

/**
 * Round robin: the subflows with room in turn (draft-bonaventure-iccrg-schedulers, section 3.1).
 * Backup subflows are used when there is no other.
 */
public final class RoundRobinScheduler implements Scheduler {
  private int last = -1;

  @Override
  public void schedule(Request request) {
    boolean backups = request.backupsNeeded();
    Subflow first = null;
    Subflow next = null;
    for (int i = 0; i < request.subflowCount(); i++) {
      Subflow subflow = request.subflow(i);
      if (subflow.backup() == backups && subflow.canSend()) {
        first = first == null ? subflow : first;
        next = next == null && subflow.id() > last ? subflow : next;
      }
    }
    Subflow chosen = next == null ? first : next;
    if (chosen != null) {
      last = chosen.id();
      request.send(chosen);
    }
  }
}
