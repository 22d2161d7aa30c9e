package org.mptcp4j.impl.tcp.flow;

/**
 * Spreads segments over the round trip, so that a short queue in the path need not take in a window
 * at once. What was sent ahead of the rate is a debt, which time pays off.
 *
 * <p>What is due leaves in small bursts: two segments, as ACKs of every second segment would let
 * them go, or a millisecond's worth. A timer for each packet would cost more than it gives, and
 * among senders of such bursts one that sends single packets would find room in a full queue where
 * the others do not: an unfair share.
 */
public final class Pacer {
  private static final double NANOS = 1e9;
  private static final double BURST_SECONDS = 1e-3;
  private static final long BURST_SEGMENTS = 2;

  /** A burst takes no more of the window, or a window of few segments would stand still for it. */
  private static final int WINDOW_SHARE = 8;

  /** In slow start the window doubles in the round trip to come. */
  private static final double SLOW_START_GAIN = 2;

  /** Some more than the window's rate, or the window would never be used up. */
  private static final double AVOIDANCE_GAIN = 1.2;

  private double rate;
  private double debt;
  private long smallBurst;
  private double burst;
  private long leastCredit;
  private double fullCredit;
  private long at;

  /**
   * The window or the round-trip time changed.
   *
   * @param cwnd in bytes
   * @param ssthresh in bytes
   * @param smoothedRtt in nanoseconds; 0 if unknown: no pacing
   * @param chosenRate of congestion control, in bytes per second; 0 to take the window's
   * @param segmentSize in bytes
   */
  public void update(
      long cwnd, long ssthresh, long smoothedRtt, long chosenRate, int segmentSize, long now) {
    pay(now);
    double before = rate;
    if (chosenRate > 0) {
      rate = chosenRate;
    } else if (smoothedRtt > 0) {
      // Near ssthresh slow start is about to end
      double gain = cwnd < ssthresh / 2 ? SLOW_START_GAIN : AVOIDANCE_GAIN;
      rate = gain * cwnd * NANOS / smoothedRtt;
    }
    smallBurst = Math.max(segmentSize, Math.min(BURST_SEGMENTS * segmentSize, cwnd / WINDOW_SHARE));
    burst = Math.max((double) smallBurst, rate * BURST_SECONDS);
    leastCredit = smallBurst - segmentSize;
    fullCredit = burst - segmentSize;
    if (debt > 0 && rate < before) {
      // What left at the old rate is paid at that rate: it is not to block the new one
      debt *= rate / before;
    }
  }

  /** After idleness, and at the start: so many bytes may leave at once. */
  public void allowBurst(long bytes) {
    debt = -(double) bytes;
  }

  /** The path is empty: nothing that left before can make a queue with what leaves now. */
  public void forgive() {
    debt = Math.min(debt, -(double) leastCredit);
  }

  /** Whether a burst may begin now. */
  public boolean mayBegin() {
    return rate == 0 || debt + leastCredit < 1;
  }

  /** Whether the burst that began may go on. */
  public boolean mayGoOn() {
    return rate == 0 || debt < 1;
  }

  /** A segment left. */
  public void onSent(int bytes) {
    debt += bytes;
  }

  /** When a whole burst may leave, where {@link #mayBegin} says no; nanoseconds. */
  public long nextBurstAt() {
    return at + 1 + (long) ((debt + fullCredit) * NANOS / rate);
  }

  /** What a burst should have at least, in bytes; 0 without pacing. */
  public long smallBurst() {
    return smallBurst;
  }

  /** Bytes per second; 0 while nothing is paced. */
  public long rate() {
    return (long) rate;
  }

  private void pay(long now) {
    double paid = rate * (now - at) / NANOS;
    at = now;
    // What the burst at the start left over stays until it is used
    debt = Math.max(debt - paid, Math.min(debt, -burst));
  }
}
