package org.mptcp4j.impl.tcp.flow;

/**
 * How much a receiver buffers: as much as a sender can use, which it finds from what the
 * application reads in a round trip (dynamic right-sizing). Data that it cannot read because a gap
 * is before it counts like read. It only grows, since a window must not shrink (RFC 9293, section
 * 3.8.6), and never beyond a ceiling.
 *
 * <p>With subflows it is the connection's: the bytes of all, and the longest of their round trips,
 * since data that came over the fastest waits for the slowest (RFC 6824, section 3.3.5).
 *
 * <p>Twice the last two round trips, the second up to now: in slow start a window may be what it
 * was when the connection began and all that was read since; later that is room for two to four
 * windows, which lets a sender go on while it repairs a loss, and its repair.
 */
public final class ReceiveTuning {
  /** What a connection begins with: four initial windows, and all that a SYN can announce. */
  public static final int INITIAL_BYTES = 64 * 1024;

  private static final int HEADROOM = 2;

  /** A round trip that nobody has measured is taken for a long one. */
  private static final long UNKNOWN_RTT_NANOS = 200_000_000L;

  private final long ceiling;
  private long limit;
  private long roundStart;
  private long previous;
  private long current;
  private long progress;

  /**
   * @param ceilingBytes the most that it becomes
   * @param tuning false: it is that from the beginning
   */
  public ReceiveTuning(long ceilingBytes, boolean tuning) {
    ceiling = ceilingBytes;
    limit = tuning ? Math.min(INITIAL_BYTES, ceilingBytes) : ceilingBytes;
  }

  /** Bytes that are buffered at most now. */
  public long limit() {
    return limit;
  }

  /** Whether it can grow still. */
  public boolean mayGrow() {
    return limit < ceiling;
  }

  /**
   * The application read, or data came behind a gap.
   *
   * @param position how far the application has read, plus what waits for a gap to be filled
   * @param rttNanos the longest round trip over which data comes; 0 where it is not known
   */
  public void onProgress(long position, long rttNanos, long now) {
    if (position <= progress) {
      return;
    }
    long round = rttNanos > 0 ? rttNanos : UNKNOWN_RTT_NANOS;
    long elapsed = now - roundStart;
    if (elapsed >= round) {
      previous = elapsed < 2 * round ? current : 0;
      current = 0;
      roundStart = now;
    }
    current += position - progress;
    progress = position;
    limit = Math.max(limit, Math.min(ceiling, INITIAL_BYTES + HEADROOM * (previous + current)));
  }
}
