package org.mptcp4j.impl.tcp.timing;

/**
 * What the stack notes of something that it runs: its place among the deadlines, and whether it
 * waits for its turn. So neither costs a look-up or an allocation.
 */
public abstract class Scheduled {
  private int slot = -1;
  private boolean queued;
  private long deadline = Long.MAX_VALUE;

  /** The place in the stack's heap of deadlines, -1 for none. */
  public final int slot() {
    return slot;
  }

  public final void slot(int value) {
    slot = value;
  }

  /** Whether it stands in the stack's list of work. */
  public final boolean queued() {
    return queued;
  }

  public final void queued(boolean value) {
    queued = value;
  }

  /** The deadline by which the heap has sorted it. */
  public final long sortedDeadline() {
    return deadline;
  }

  public final void sortedDeadline(long nanos) {
    deadline = nanos;
  }
}
