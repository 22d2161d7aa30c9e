package org.mptcp4j.impl.tcp.flow;

/**
 * The round-trip time as a receiver sees it: how old the timestamp is that a segment with text
 * echoes (RFC 7323, section 4). A side that only receives has no other sample than its SYN's.
 *
 * <p>A sample has the time in it that the peer had nothing to send, so the least of two round trips
 * counts.
 */
public final class ReceiverRtt {
  private static final long NONE = Long.MAX_VALUE;

  private long previous = NONE;
  private long current = NONE;
  private long roundStart;

  /** Text came with an echo that is {@code age} old, the tick of the clock included. */
  public void onEcho(long age, long now) {
    if (now - roundStart >= Math.min(previous, current)) {
      previous = current;
      current = NONE;
      roundStart = now;
    }
    current = Math.min(current, age);
  }

  /** Nanoseconds; 0 where there was no sample. */
  public long nanos() {
    long least = Math.min(previous, current);
    return least == NONE ? 0 : least;
  }
}
