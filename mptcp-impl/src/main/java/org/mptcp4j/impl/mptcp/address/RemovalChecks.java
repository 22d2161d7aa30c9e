package org.mptcp4j.impl.mptcp.address;

import java.util.ArrayList;
import java.util.List;

/**
 * "The receipt of REMOVE_ADDR SHOULD first trigger the sending of a TCP keepalive on the path, and
 * if a response is received the path SHOULD NOT be removed" (RFC 8684, section 3.4.2): the subflows
 * that are being asked so.
 */
public final class RemovalChecks {
  private static final int PROBES = 3;

  private final List<Check> checks = new ArrayList<>(1);

  private static final class Check {
    private final int subflowId;
    private final long answersFrom;
    private final long intervalNanos;
    private int probes = 1;
    private long dueAt;

    Check(int subflowId, long answersFrom, long intervalNanos, long dueAt) {
      this.subflowId = subflowId;
      this.answersFrom = answersFrom;
      this.intervalNanos = intervalNanos;
      this.dueAt = dueAt;
    }
  }

  /** What is to be done with a subflow whose time is up. */
  public enum Action {
    PROBE,
    REMOVE
  }

  public boolean isEmpty() {
    return checks.isEmpty();
  }

  /**
   * A probe leaves on a subflow.
   *
   * @param roundTripNanos the least there was: what arrives sooner was under way before
   * @param intervalNanos until the next probe
   * @return false where it is asked already
   */
  public boolean begin(int subflowId, long now, long roundTripNanos, long intervalNanos) {
    if (runs(subflowId)) {
      return false;
    }
    checks.add(new Check(subflowId, now + roundTripNanos, intervalNanos, now + intervalNanos));
    return true;
  }

  public boolean runs(int subflowId) {
    for (int i = 0; i < checks.size(); i++) {
      if (checks.get(i).subflowId == subflowId) {
        return true;
      }
    }
    return false;
  }

  /** A valid segment came on a subflow: its path works where that may be an answer. */
  public void heard(int subflowId, long now) {
    for (int i = checks.size() - 1; i >= 0; i--) {
      if (checks.get(i).subflowId == subflowId && now >= checks.get(i).answersFrom) {
        checks.remove(i);
      }
    }
  }

  /** The subflow is gone. */
  public void forget(int subflowId) {
    checks.removeIf(check -> check.subflowId == subflowId);
  }

  public long deadline() {
    long earliest = Long.MAX_VALUE;
    for (int i = 0; i < checks.size(); i++) {
      earliest = Math.min(earliest, checks.get(i).dueAt);
    }
    return earliest;
  }

  /** The time of a subflow's check: null where it is not up. A check that ends is forgotten. */
  public Action due(int subflowId, long now) {
    for (int i = 0; i < checks.size(); i++) {
      Check check = checks.get(i);
      if (check.subflowId == subflowId && check.dueAt <= now) {
        if (check.probes++ == PROBES) {
          checks.remove(i);
          return Action.REMOVE;
        }
        check.dueAt = now + check.intervalNanos;
        return Action.PROBE;
      }
    }
    return null;
  }
}
