package org.mptcp4j.impl.tcp.flow;

/**
 * The Nagle algorithm (RFC 9293, section 3.7.4): "If there is unacknowledged data, then the sending
 * TCP endpoint buffers all user data, until the outstanding data has been acknowledged or until the
 * TCP endpoint can send a full-sized segment". Off by default, as the engine's users and its relays
 * write whole buffers: what is short of a segment is the end of something, for which somebody
 * waits.
 */
public final class Nagle {
  private final boolean on;

  public Nagle(boolean on) {
    this.on = on;
  }

  /**
   * How much of {@code length} bytes may leave: all, or whole segments.
   *
   * @param last whether no more follows, as they are all and the stream is closed behind them
   * @param unacknowledged whether data was sent that is not acknowledged
   */
  public long cut(long length, int segmentSize, boolean last, boolean unacknowledged) {
    boolean rest = on && !last && length % segmentSize != 0;
    if (!rest || (length < segmentSize && !unacknowledged)) {
      return length;
    }
    return length - length % segmentSize;
  }
}
