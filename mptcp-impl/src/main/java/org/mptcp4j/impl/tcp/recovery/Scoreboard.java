package org.mptcp4j.impl.tcp.recovery;

/**
 * The retransmission queue with what SACK says of it (RFC 6675, section 3): every range from sndUna
 * to sndNxt is in flight, sacked or lost. Sacked neighbours are joined, so that work per ACK does
 * not grow with what was sacked before.
 */
public final class Scoreboard {
  private static final int FREE_RANGES = 64;

  /** Of ranges that blocks have split, on average. */
  private static final int LEAST_MEAN_BYTES = 256;

  private final RangeArray ranges;
  private final TransmitOrder order = new TransmitOrder();
  private long inFlight;
  private long sacked;
  private long lost;
  private int sackedSegments;
  private long lostFrom = Long.MAX_VALUE;

  /**
   * @param pool where ranges come from
   */
  public Scoreboard(SentRangePool pool) {
    ranges = new RangeArray(pool);
  }

  /** Bytes in flight: pipe of RFC 6675. */
  public long inFlight() {
    return inFlight;
  }

  public long sackedBytes() {
    return sacked;
  }

  /** RACK.segs_sacked: a super-segment, or what a split left of it, counts as one. */
  int sackedSegments() {
    return sackedSegments;
  }

  /** Bytes lost and not sent again yet. */
  public long lostBytes() {
    return lost;
  }

  /** FlightSize of RFC 5681: all that is not acknowledged. */
  public long outstanding() {
    return inFlight + sacked + lost;
  }

  public boolean isEmpty() {
    return ranges.count() == 0;
  }

  int rangeCount() {
    return ranges.count();
  }

  /** The length of the lowest range that is not acknowledged, in bytes; 0 for none. */
  public int headLength() {
    return isEmpty() ? 0 : first().length();
  }

  /** The lowest range that is not acknowledged; null for none. */
  SentRange first() {
    return ranges.count() == 0 ? null : ranges.get(0);
  }

  /** The highest range; null for none. */
  SentRange last() {
    return ranges.count() == 0 ? null : ranges.get(ranges.count() - 1);
  }

  /** The last bytes of the highest range, a segment at most; null for none. */
  SentRange lastSegment(int mss) {
    SentRange highest = last();
    if (highest != null) {
      splitAt(Math.max(highest.start, highest.end - mss));
    }
    return last();
  }

  TransmitOrder order() {
    return order;
  }

  /** A new range was sent, behind all others. */
  void append(long start, long end, long now) {
    SentRange range = ranges.insert(ranges.count());
    range.start = start;
    range.end = end;
    range.sentAt = now;
    range.state = SentRange.State.IN_FLIGHT;
    range.retransmitted = false;
    order.add(range);
    inFlight += end - start;
  }

  /** The first {@code length} bytes of a range were sent again. */
  void retransmitted(SentRange range, int length, long now) {
    splitAt(range.start + length);
    count(range, -1);
    if (range.state == SentRange.State.IN_FLIGHT) {
      order.remove(range);
    }
    range.state = SentRange.State.IN_FLIGHT;
    range.retransmitted = true;
    range.sentAt = now;
    order.add(range);
    count(range, 1);
  }

  /** Everything before {@code sndUna} is acknowledged. */
  void acknowledge(long sndUna, Delivery delivery) {
    splitAt(sndUna);
    while (ranges.count() > 0 && ranges.get(0).end <= sndUna) {
      SentRange range = ranges.get(0);
      if (range.state != SentRange.State.SACKED) {
        delivery.ackedBytes += range.length();
        delivery.add(range, true);
        delivery.holeFilled |= range.retransmitted;
      }
      leave(range);
      ranges.remove(0);
    }
  }

  /** The peer holds these bytes out of order. */
  void sack(long left, long right, Delivery delivery) {
    int i = ranges.find(left);
    if (i == ranges.count() || covered(i, right)) {
      return;
    }
    if (maySplit()) {
      splitAt(left);
      splitAt(right);
    }
    for (i = ranges.find(left); i < ranges.count() && ranges.get(i).start < right; ) {
      SentRange range = ranges.get(i);
      if (range.start < left || range.end > right) {
        i++;
        continue;
      }
      if (range.state != SentRange.State.SACKED) {
        delivery.sackedBytes += range.length();
        delivery.add(range, false);
        leave(range);
        range.state = SentRange.State.SACKED;
        range.segments = 1;
        count(range, 1);
      }
      i = joinWithLower(i) ? i : i + 1;
    }
    if (i < ranges.count() && ranges.get(i).state == SentRange.State.SACKED) {
      joinWithLower(i);
    }
  }

  void markLost(SentRange range) {
    leave(range);
    range.state = SentRange.State.LOST;
    count(range, 1);
    lostFrom = Math.min(lostFrom, range.start);
  }

  /** The first {@code bytes} from sndUna are lost, if they are in flight. */
  void markHeadLost(int bytes) {
    SentRange head = first();
    if (head != null && head.state == SentRange.State.IN_FLIGHT) {
      splitAt(head.start + bytes);
      markLost(head);
    }
  }

  /**
   * RFC 6298, section 5.4, with RFC 2018, section 5: all is lost but what the peer holds.
   *
   * @param reneged the peer may have dropped what it had sacked: that is lost, too
   */
  void markAllLost(boolean reneged) {
    for (int i = 0; i < ranges.count(); i++) {
      SentRange range = ranges.get(i);
      boolean held = range.state == SentRange.State.SACKED && !reneged;
      if (!held && range.state != SentRange.State.LOST) {
        markLost(range);
      }
    }
  }

  /** The losses were none: what is marked lost is in flight again. */
  void unmarkLost() {
    for (int i = ranges.count() - 1; i >= 0 && lost > 0; i--) {
      SentRange range = ranges.get(i);
      if (range.state == SentRange.State.LOST) {
        count(range, -1);
        range.state = SentRange.State.IN_FLIGHT;
        count(range, 1);
        order.addByTime(range);
      }
    }
    lostFrom = Long.MAX_VALUE;
  }

  /** The lowest lost range that was not sent again; null for none. */
  SentRange nextLost() {
    if (lost == 0) {
      lostFrom = Long.MAX_VALUE;
      return null;
    }
    for (int i = ranges.find(lostFrom); i < ranges.count(); i++) {
      SentRange range = ranges.get(i);
      if (range.state == SentRange.State.LOST) {
        lostFrom = range.start;
        return range;
      }
    }
    return null;
  }

  /** Whether the byte at {@code position} is lost and was not sent again. */
  boolean isLost(long position) {
    int i = ranges.find(position);
    return i < ranges.count() && ranges.get(i).state == SentRange.State.LOST;
  }

  void clear() {
    ranges.clear();
    order.clear();
    inFlight = 0;
    sacked = 0;
    sackedSegments = 0;
    lost = 0;
    lostFrom = Long.MAX_VALUE;
  }

  /**
   * Whether blocks may split what was sent in one segment. A peer that sacks single bytes must not
   * make a list of millions, through which each ACK goes; that it does is only advice (RFC 2018,
   * section 8).
   */
  private boolean maySplit() {
    return ranges.count() < FREE_RANGES + outstanding() / LEAST_MEAN_BYTES;
  }

  /** Whether one sacked range holds all up to {@code right}: the usual repeated block. */
  private boolean covered(int i, long right) {
    return ranges.get(i).state == SentRange.State.SACKED && ranges.get(i).end >= right;
  }

  /** Makes {@code position} a boundary if it lies within a range. */
  void splitAt(long position) {
    int i = ranges.find(position);
    if (i == ranges.count() || ranges.get(i).start >= position) {
      return;
    }
    SentRange lower = ranges.get(i);
    SentRange upper = ranges.insert(i + 1);
    upper.start = position;
    upper.end = lower.end;
    upper.sentAt = lower.sentAt;
    upper.state = lower.state;
    upper.retransmitted = lower.retransmitted;
    upper.segments = 0;
    lower.end = position;
    if (lower.state == SentRange.State.IN_FLIGHT) {
      order.insertBehind(lower, upper);
    }
  }

  private boolean joinWithLower(int i) {
    if (i == 0 || ranges.get(i - 1).state != SentRange.State.SACKED) {
      return false;
    }
    ranges.get(i - 1).end = ranges.get(i).end;
    ranges.get(i - 1).segments += ranges.get(i).segments;
    ranges.get(i - 1).retransmitted |= ranges.get(i).retransmitted;
    ranges.remove(i);
    return true;
  }

  /** Takes a range out of its count, and out of the order if it was in flight. */
  private void leave(SentRange range) {
    count(range, -1);
    if (range.state == SentRange.State.IN_FLIGHT) {
      order.remove(range);
    }
  }

  private void count(SentRange range, int sign) {
    long bytes = sign * (range.end - range.start);
    switch (range.state) {
      case IN_FLIGHT -> inFlight += bytes;
      case SACKED -> {
        sacked += bytes;
        sackedSegments += sign * range.segments;
      }
      case LOST -> lost += bytes;
    }
  }
}
