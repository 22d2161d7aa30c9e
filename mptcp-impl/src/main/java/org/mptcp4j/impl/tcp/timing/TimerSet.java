package org.mptcp4j.impl.tcp.timing;

import java.util.Arrays;

/** The timers of one connection; together they have one deadline. */
public final class TimerSet {
  /** What a timer is for. */
  public enum Timer {
    /** RFC 6298; also SYN and SYN+ACK. */
    RETRANSMISSION,
    /** RFC 8985, section 6.2, step 5: the reordering window is over. */
    REORDERING,
    /** RFC 8985, section 7: tail loss probe. */
    LOSS_PROBE,
    /** The next segment may leave at the pacing rate. */
    PACING,
    /** RFC 9293, section 3.8.6.1: zero-window probe. */
    PERSIST,
    /** RFC 9293, section 3.8.6.3. */
    DELAYED_ACK,
    /** RFC 9293, section 3.8.3: data stays unacknowledged. */
    USER_TIMEOUT,
    /** RFC 9293, section 3.8.4: nothing was received for long. */
    KEEP_ALIVE,
    /** RFC 3168, section 6.1.2: marked though the window is one segment. */
    CONGESTION_HOLD,
    /** The handshake is not complete. */
    CONNECT
  }

  private static final Timer[] TIMERS = Timer.values();

  private final long[] deadlines = new long[TIMERS.length];
  private long earliest = Long.MAX_VALUE;

  public TimerSet() {
    Arrays.fill(deadlines, Long.MAX_VALUE);
  }

  /** Sets a timer, running or not. */
  public void arm(Timer timer, long deadline) {
    long before = deadlines[timer.ordinal()];
    deadlines[timer.ordinal()] = deadline;
    if (deadline <= earliest) {
      earliest = deadline;
    } else if (before == earliest) {
      findEarliest();
    }
  }

  public void cancel(Timer timer) {
    arm(timer, Long.MAX_VALUE);
  }

  public void cancelAll() {
    Arrays.fill(deadlines, Long.MAX_VALUE);
    earliest = Long.MAX_VALUE;
  }

  public boolean armed(Timer timer) {
    return deadlines[timer.ordinal()] != Long.MAX_VALUE;
  }

  /** When it fires; {@link Long#MAX_VALUE} where it does not run. */
  public long deadline(Timer timer) {
    return deadlines[timer.ordinal()];
  }

  /** Stops the timer if it is due and says whether it was. */
  public boolean takeDue(Timer timer, long now) {
    if (deadlines[timer.ordinal()] > now) {
      return false;
    }
    cancel(timer);
    return true;
  }

  /** The earliest deadline; {@link Long#MAX_VALUE} for none. */
  public long earliest() {
    return earliest;
  }

  private void findEarliest() {
    long least = Long.MAX_VALUE;
    for (long deadline : deadlines) {
      least = Math.min(least, deadline);
    }
    earliest = least;
  }
}
