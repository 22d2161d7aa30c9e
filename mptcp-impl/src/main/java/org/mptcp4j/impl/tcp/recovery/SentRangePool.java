package org.mptcp4j.impl.tcp.recovery;

/** Recycles {@link SentRange}s for the connections of a stack, on the thread that owns it. */
public final class SentRangePool {
  /** What an engine that was busy once keeps: about a megabyte. */
  private static final int MOST_IDLE = 16_384;

  private SentRange idle;
  private int idleCount;

  SentRange take() {
    SentRange range = idle;
    if (range == null) {
      return new SentRange();
    }
    idle = range.later;
    idleCount--;
    range.later = null;
    return range;
  }

  void recycle(SentRange range) {
    range.earlier = null;
    range.later = null;
    if (idleCount < MOST_IDLE) {
      range.later = idle;
      idle = range;
      idleCount++;
    }
  }
}
