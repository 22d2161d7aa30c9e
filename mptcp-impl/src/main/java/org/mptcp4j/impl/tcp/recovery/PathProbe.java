package org.mptcp4j.impl.tcp.recovery;

/** The segment of data by which a larger path MTU is tried out (RFC 4821, section 7). Positions. */
public final class PathProbe {
  /** What became of it. */
  public enum Outcome {
    /** None is on its way, or nothing is known yet. */
    NONE,
    ARRIVED,
    LOST
  }

  private static final long NOWHERE = -1;

  private long start = NOWHERE;
  private long end = NOWHERE;
  private Outcome outcome = Outcome.NONE;

  /** Data was sent as a probe. */
  public void onSent(long from, long to) {
    start = from;
    end = to;
    outcome = Outcome.NONE;
  }

  /** Everything before {@code sndUna} is acknowledged. */
  void onAcknowledged(long sndUna) {
    if (start != NOWHERE && sndUna >= end) {
      settle(Outcome.ARRIVED);
    }
  }

  /**
   * Some ranges were found lost.
   *
   * @return how many of the lost bytes are the probe's: they say nothing of congestion (RFC 4821,
   *     section 7.6.1)
   */
  long onLosses(Scoreboard board) {
    if (start == NOWHERE || !board.isLost(start)) {
      return 0;
    }
    int bytes = bytes();
    settle(Outcome.LOST);
    return bytes;
  }

  /** Whether the first range that is not acknowledged is the probe. */
  boolean isHead(Scoreboard board) {
    return start != NOWHERE && board.first() != null && board.first().start == start;
  }

  int bytes() {
    return (int) (end - start);
  }

  /** All that was sent is taken for lost. */
  void onAllLost() {
    if (start != NOWHERE) {
      settle(Outcome.LOST);
    }
  }

  void clear() {
    settle(Outcome.NONE);
  }

  private void settle(Outcome result) {
    start = NOWHERE;
    end = NOWHERE;
    outcome = result;
  }

  /** The news, once. */
  public Outcome takeOutcome() {
    Outcome taken = outcome;
    outcome = Outcome.NONE;
    return taken;
  }
}
