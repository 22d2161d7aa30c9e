package org.mptcp4j.impl.tcp.recovery;

/** The ranges in flight, least recently sent first: what RACK walks (RFC 8985, section 5.1). */
final class TransmitOrder {
  private SentRange oldest;
  private SentRange newest;

  SentRange oldest() {
    return oldest;
  }

  SentRange newest() {
    return newest;
  }

  void add(SentRange range) {
    insertBehind(newest, range);
  }

  /** Puts a range where the time that it was sent belongs; near the oldest in practice. */
  void addByTime(SentRange range) {
    SentRange before = null;
    SentRange next = oldest;
    while (next != null && !next.sentAfter(range.sentAt, range.end)) {
      before = next;
      next = next.later;
    }
    insertBehind(before, range);
  }

  void insertBehind(SentRange before, SentRange range) {
    SentRange next = before == null ? oldest : before.later;
    range.earlier = before;
    range.later = next;
    if (before == null) {
      oldest = range;
    } else {
      before.later = range;
    }
    if (next == null) {
      newest = range;
    } else {
      next.earlier = range;
    }
  }

  void remove(SentRange range) {
    if (range.earlier == null) {
      oldest = range.later;
    } else {
      range.earlier.later = range.later;
    }
    if (range.later == null) {
      newest = range.earlier;
    } else {
      range.later.earlier = range.earlier;
    }
    range.earlier = null;
    range.later = null;
  }

  void clear() {
    oldest = null;
    newest = null;
  }
}
