package org.mptcp4j.impl.mptcp;

/** What the stack notes of a connection: its place among the deadlines, and whether it waits. */
public abstract class StackNode {
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

  /** Whether the connection stands in the stack's list of work. */
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
