package org.mptcp4j.impl.tcp.flow;

/** For how long what kept the sender from sending more; nanoseconds. */
public final class SendLimits {
  /** What it is that the sender waits for. */
  public enum Limit {
    /** Nothing: all is acknowledged. */
    IDLE,
    /** The peer's window. */
    RECEIVER,
    /** The congestion window, or pacing. */
    CONGESTION,
    /** More data from the user. */
    APPLICATION
  }

  private final long[] spent = new long[Limit.values().length];
  private Limit current = Limit.IDLE;
  private long since;

  /** Everything left that may leave at {@code now}; from now on {@code limit} is what holds. */
  public void on(Limit limit, long now) {
    if (limit != current) {
      spent[current.ordinal()] += now - since;
      current = limit;
      since = now;
    }
  }

  /** How long {@code limit} held until {@code now}; IDLE counts from 0. */
  public long nanos(Limit limit, long now) {
    return spent[limit.ordinal()] + (limit == current ? now - since : 0);
  }
}
