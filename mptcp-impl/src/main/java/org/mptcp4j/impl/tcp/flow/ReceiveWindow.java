package org.mptcp4j.impl.tcp.flow;

/**
 * The window that this side announces, with the receiver's silly window avoidance (RFC 9293,
 * section 3.8.6.2.2).
 *
 * <p>RFC 9293, section 3.8.6: "A TCP receiver SHOULD NOT shrink the window". Its right edge stays
 * where it was announced, except for a window that several connections share: there it says what is
 * free now. What arrives is accepted up to the rightmost edge ever announced.
 */
public final class ReceiveWindow {
  private static final int LARGEST_FIELD = 65_535;
  private static final int LARGEST_SHIFT = 14;

  private final int offeredShift;
  private int shift;
  private long announced;
  private long rightmost;

  /**
   * @param largestBytes the largest window that will ever be announced
   * @param scaling whether to offer a scale factor
   */
  public ReceiveWindow(long largestBytes, boolean scaling) {
    int least = 0;
    while (scaling && least < LARGEST_SHIFT && (long) LARGEST_FIELD << least < largestBytes) {
      least++;
    }
    this.offeredShift = least;
  }

  /** The scale factor for the SYN (RFC 7323, section 2.3). */
  public int offeredShift() {
    return offeredShift;
  }

  /** Both sides sent the option: windows are scaled from now on. */
  public void enableScaling() {
    shift = offeredShift;
  }

  /** The window field of a SYN or SYN+ACK, which is never scaled (RFC 7323, section 2.2). */
  public int announceOnSyn(long rcvNxt, long free) {
    int field = (int) Math.min(LARGEST_FIELD, Math.max(0, free));
    announced = rcvNxt + field;
    rightmost = Math.max(rightmost, announced);
    return field;
  }

  /**
   * The window field of a segment that leaves now.
   *
   * @param free bytes beyond {@code rcvNxt} that the user can take
   * @param least by how much the edge moves at least (silly window avoidance)
   * @param shared whether the edge may move left
   */
  public int announce(long rcvNxt, long free, long least, boolean shared) {
    boolean moves = shared || rcvNxt + free >= announced + least;
    long field = Math.min(LARGEST_FIELD, Math.max(0, free) >> shift);
    if (moves && (shared || rcvNxt + (field << shift) >= announced)) {
      announced = rcvNxt + (field << shift);
    } else {
      // Rounded up: the edge must not move left because of the scale. It is not remembered like
      // that, or it would creep on with every ACK.
      field = Math.max(0, announced - rcvNxt + (1L << shift) - 1) >> shift;
      field = Math.min(LARGEST_FIELD, field);
    }
    rightmost = Math.max(rightmost, rcvNxt + (field << shift));
    return (int) field;
  }

  /**
   * Whether an update is worth a segment of its own: the edge could move right by {@code bytes} or
   * more, and the window is half used up.
   */
  public boolean updateDue(long bytes, long rcvNxt, long free) {
    long window = Math.min(free >> shift, LARGEST_FIELD) << shift;
    long left = announced - rcvNxt;
    return window - left >= bytes && window >= 2 * left;
  }

  /** Position behind the last byte that is accepted. */
  public long edge() {
    return rightmost;
  }
}
