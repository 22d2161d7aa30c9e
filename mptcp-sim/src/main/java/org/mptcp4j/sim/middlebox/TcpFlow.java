package org.mptcp4j.sim.middlebox;

import org.mptcp4j.sim.Direction;

/**
 * A TCP connection, or a subflow, as a box sees it pass. Positions are sequence numbers relative to
 * the SYN's: 0 is the SYN, 1 the first byte of data, as in the mappings of Multipath TCP.
 */
public final class TcpFlow {
  private final int number;
  private final int[] iss = new int[2];
  private final boolean[] known = new boolean[2];
  private final long[] end = new long[2];
  private Direction opener = Direction.A_TO_B;

  TcpFlow(int number) {
    this.number = number;
  }

  /** Counted by the box from 1, in the order of their first packets. */
  public int number() {
    return number;
  }

  /** Whither its SYN went. */
  public Direction opener() {
    return opener;
  }

  /** Whether the SYN of that direction was seen: else there are no positions. */
  public boolean knows(Direction direction) {
    return known[direction.ordinal()];
  }

  /** The position of a sequence number of what flows in {@code direction}. */
  public long position(Direction direction, int sequence) {
    int modulo = sequence - iss[direction.ordinal()];
    return modulo;
  }

  /** The sequence number of a position. */
  public int sequence(Direction direction, long position) {
    return iss[direction.ordinal()] + (int) position;
  }

  /** Behind the last byte or FIN that was ever seen in {@code direction}. */
  public long end(Direction direction) {
    return end[direction.ordinal()];
  }

  void see(Direction direction, TcpSegment segment) {
    int d = direction.ordinal();
    if (segment.has(TcpSegment.SYN)) {
      if (!segment.has(TcpSegment.ACK)) {
        opener = direction;
      }
      iss[d] = segment.sequence();
      known[d] = true;
    }
    if (known[d] && !segment.has(TcpSegment.RST)) {
      end[d] = Math.max(end[d], position(direction, segment.sequence()) + segment.sequenceLength());
    }
  }

  /** What {@code segment} of this flow is. */
  public SegmentType type(Direction direction, TcpSegment segment) {
    if (segment.has(TcpSegment.RST)) {
      return SegmentType.RST;
    }
    if (segment.has(TcpSegment.SYN)) {
      return segment.has(TcpSegment.ACK) ? SegmentType.SYN_ACK : SegmentType.SYN;
    }
    if (segment.payloadBytes() > 0) {
      return SegmentType.DATA;
    }
    if (segment.has(TcpSegment.FIN)) {
      return SegmentType.FIN;
    }
    boolean third =
        direction == opener
            && knows(direction)
            && knows(direction.reverse())
            && position(direction, segment.sequence()) == 1
            && position(direction.reverse(), segment.acknowledgment()) == 1;
    return third ? SegmentType.THIRD_ACK : SegmentType.ACK;
  }
}
