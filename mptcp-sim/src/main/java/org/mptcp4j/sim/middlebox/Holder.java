package org.mptcp4j.sim.middlebox;

import java.util.ArrayDeque;

/**
 * A box that holds packets for a time and then sends them in one burst: from the first on all that
 * come until then.
 */
public final class Holder extends TcpMiddlebox {
  private final long holdNanos;
  private final ArrayDeque<Arrival> held = new ArrayDeque<>();
  private long deadline = Long.MAX_VALUE;

  /**
   * @param holdNanos how long the first packet of a burst waits
   */
  public Holder(Selection selection, long holdNanos) {
    super(selection);
    this.holdNanos = holdNanos;
  }

  @Override
  protected void onSelected(Arrival arrival, Output out) {
    if (held.isEmpty()) {
      deadline = arrival.nowNanos() + holdNanos;
    }
    held.addLast(arrival);
  }

  @Override
  public long nextDeadlineNanos() {
    return deadline;
  }

  @Override
  public void onDeadline(long nowNanos, Output out) {
    deadline = Long.MAX_VALUE;
    while (!held.isEmpty()) {
      pass(held.removeFirst(), out);
    }
  }
}
