package org.mptcp4j.impl.scheduler;

import org.mptcp4j.spi.Scheduler;

/**
 * "A backup path is to be used only when there is no available regular path" (RFC 6824, section
 * 3.3.8).
 */
final class Backups {
  private Backups() {}

  /** Whether all usable subflows are backups. */
  static boolean needed(Scheduler.Request request) {
    for (int i = 0; i < request.subflowCount(); i++) {
      if (!request.subflow(i).backup()) {
        return false;
      }
    }
    return true;
  }
}
