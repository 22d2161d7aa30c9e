package org.mptcp4j.impl.tcp.recovery;

import org.mptcp4j.impl.wire.ReceivedOptions;

/** An acceptable ACK as loss recovery sees it; one reused instance. Positions, nanoseconds. */
public final class Acknowledgment {
  /** {@link #echoAge} where the segment had no timestamp. */
  public static final long NO_ECHO = -1;

  private static final long TICK_NANOS = 1_000_000L;

  long now;
  long sndUna;
  long ack;
  long sndNxt;
  int iss;
  ReceivedOptions options;
  boolean duplicate;
  long echoAge;
  boolean applicationLimited;
  boolean echo;

  /**
   * Sets the positions.
   *
   * @param sndUnaBefore before this ACK
   * @param segAck at least {@code sndUnaBefore}
   * @param sendNext SND.NXT
   * @param initialSequence the wire's number of position 0
   */
  public Acknowledgment at(
      long nowNanos, long sndUnaBefore, long segAck, long sendNext, int initialSequence) {
    now = nowNanos;
    sndUna = sndUnaBefore;
    ack = segAck;
    sndNxt = sendNext;
    iss = initialSequence;
    return this;
  }

  /**
   * Sets what came with it.
   *
   * @param received for their SACK blocks
   * @param isDuplicate by RFC 5681, section 2, (b) to (e); whether anything is outstanding is not
   *     looked at
   * @param echoAgeNanos time since the segment left whose timestamp is echoed, or {@link #NO_ECHO}
   * @param isApplicationLimited whether the congestion window was not used up
   */
  public Acknowledgment with(
      ReceivedOptions received,
      boolean isDuplicate,
      long echoAgeNanos,
      boolean isApplicationLimited) {
    options = received;
    duplicate = isDuplicate;
    echoAge = echoAgeNanos;
    applicationLimited = isApplicationLimited;
    return this;
  }

  /** Sets whether it echoes a congestion mark (RFC 3168). */
  public Acknowledgment echoing(boolean marked) {
    echo = marked;
    return this;
  }

  /** When the segment left whose timestamp is echoed; {@link Long#MAX_VALUE} if unknown. */
  long echoTick() {
    return echoAge == NO_ECHO ? Long.MAX_VALUE : tick(now) - tick(echoAge);
  }

  /** Nanoseconds in ticks of the timestamp clock. */
  static long tick(long nanos) {
    return nanos / TICK_NANOS;
  }

  boolean advances() {
    return ack > sndUna;
  }
}
