package org.mptcp4j.impl.tcp.recovery;

/**
 * What duplicate ACKs tell where the peer has no SACK (RFC 6582): each says that one segment left
 * the network, three say that the first one is lost.
 */
final class DuplicateAcks {
  /** RFC 5681, section 3.2. */
  private static final int DUP_THRESH = 3;

  private int count;
  private long credit;

  /** One more; returns the bytes that it says arrived. */
  long onDuplicate(int mss, long outstanding) {
    count++;
    long before = credit;
    credit = Math.min(credit + mss, Math.max(0, outstanding - mss));
    return credit - before;
  }

  /** sndUna advanced by {@code bytes}; returns those of them that no duplicate spoke for. */
  long onAdvance(long bytes, int mss) {
    count = 0;
    // RFC 6582, section 3.2, step 3: "deflate the congestion window by the amount of new data
    // acknowledged ... add back SMSS bytes", which is the hole itself
    long spoken = Math.min(credit, Math.max(0, bytes - mss));
    credit -= spoken;
    return bytes - spoken;
  }

  boolean reachedThreshold() {
    return count >= DUP_THRESH;
  }

  /** Bytes that arrived out of order. */
  long credit() {
    return credit;
  }

  /** Three more are needed to say that something is lost. */
  void restart() {
    count = 0;
  }

  void clear() {
    count = 0;
    credit = 0;
  }
}
