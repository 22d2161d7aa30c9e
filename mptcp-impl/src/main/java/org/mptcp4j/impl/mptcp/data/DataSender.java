package org.mptcp4j.impl.mptcp.data;

import org.mptcp4j.impl.buffer.ByteQueue;
import org.mptcp4j.impl.buffer.MemoryBudget;

/**
 * The sending half of a connection's stream: data kept until the DATA_ACK covers it, the shared
 * window, DATA_FIN (RFC 6824, sections 3.3.2 to 3.3.5). Position 0 is the IDSN, 1 the first byte.
 */
public final class DataSender {
  private final ByteQueue queue;
  private final Reinjection reinjection = new Reinjection();
  private final SequenceWidth width = new SequenceWidth();
  private final int bufferBytes;
  private final MemoryBudget memory;
  private long sndUna = 1;
  private long sndNxt = 1;
  private long windowEdge = 1;
  private boolean windowTold;
  private long finPosition = -1;
  private boolean finSent;
  private long progressAt;
  private long bytesReinjected;

  /**
   * @param bufferBytes data kept until acknowledged, at most
   * @param memory what the stack may hold
   */
  public DataSender(int bufferBytes, MemoryBudget memory) {
    this.bufferBytes = bufferBytes;
    this.memory = memory;
    queue = new ByteQueue(1, memory);
  }

  public ByteQueue queue() {
    return queue;
  }

  public Reinjection reinjection() {
    return reinjection;
  }

  public long sndUna() {
    return sndUna;
  }

  public long sndNxt() {
    return sndNxt;
  }

  /**
   * Bytes that may be queued now.
   *
   * @param unsentBytes how much may wait to be sent; what was sent has to be kept anyhow
   */
  public long writableBytes(long unsentBytes) {
    long most = Math.min(bufferBytes, memory.share());
    long room = Math.min(most - queue.length(), unsentBytes - unsent());
    return finPosition >= 0 ? 0 : Math.max(0, room);
  }

  /** Bytes that were never sent. */
  public long unsent() {
    return queue.tail() - sndNxt;
  }

  /** Whether anything is to be sent, for the first time or again. */
  public boolean waits() {
    return unsent() > 0 || !reinjection.isEmpty(sndUna);
  }

  /** Bytes that were never sent and fit the peer's window. */
  public long sendable() {
    return Math.max(0, Math.min(queue.tail(), windowEdge) - sndNxt);
  }

  /** The handshake's window: what the peer takes before its first DATA_ACK. */
  public void open(long window) {
    windowEdge = Math.max(windowEdge, 1 + window);
  }

  /** Whether the peer has told its window at the data level: with its first DATA_ACK. */
  public boolean windowTold() {
    return windowTold;
  }

  /** Plain TCP: the window is TCP's alone. */
  public void plain() {
    windowEdge = Long.MAX_VALUE;
    reinjection.clear();
  }

  /** Data waits and the peer's window is all that stops it. */
  public boolean windowBlocked() {
    return sndNxt < queue.tail() && sndNxt >= windowEdge;
  }

  public long windowLeft() {
    return Math.max(0, windowEdge - sndNxt);
  }

  public void sent(int bytes, long nowNanos) {
    if (sndUna == sndNxt) {
      progressAt = nowNanos;
    }
    sndNxt += bytes;
    width.sent(sndNxt, nowNanos);
  }

  /** Whether DSNs go out with all 64 bits. */
  public boolean wideNumbers() {
    return width.wide();
  }

  public void reinjected(int bytes) {
    bytesReinjected += bytes;
  }

  public long bytesReinjected() {
    return bytesReinjected;
  }

  /** No more data follows: DATA_FIN takes the position behind the last byte. */
  public void shutdown() {
    if (finPosition < 0) {
      finPosition = queue.tail();
    }
  }

  public boolean isShutdown() {
    return finPosition >= 0;
  }

  /** The DATA_FIN's position, -1 before {@link #shutdown}. */
  public long finPosition() {
    return finPosition;
  }

  /** Whether all data was sent and the DATA_FIN is next, or was sent and is not acknowledged. */
  public boolean finDue() {
    return finPosition >= 0 && sndNxt >= finPosition && sndUna <= finPosition;
  }

  public boolean finSent() {
    return finSent;
  }

  public void finWasSent(long nowNanos) {
    if (!finSent && sndUna == sndNxt) {
      progressAt = nowNanos;
    }
    finSent = true;
  }

  public boolean finAcked() {
    return finPosition >= 0 && sndUna > finPosition;
  }

  /** Something that was sent is not acknowledged at the data level. */
  public boolean outstanding() {
    return sndUna < sndNxt || (finSent && !finAcked());
  }

  /** When the peer last acknowledged something new, or the first byte of an idle stream left. */
  public long progressAt() {
    return progressAt;
  }

  public void retried(long nowNanos) {
    progressAt = nowNanos;
  }

  /**
   * A DATA_ACK with the window that came with it: "the largest DATA_ACK and window", never
   * shrinking.
   *
   * @return whether it acknowledged something new
   */
  public boolean onDataAck(long position, long window, long nowNanos) {
    long limit = sndNxt + (finSent && sndNxt >= finPosition ? 1 : 0);
    if (position > limit) {
      return false;
    }
    windowTold = true;
    windowEdge = Math.max(windowEdge, position + window);
    if (position <= sndUna) {
      return false;
    }
    sndUna = position;
    progressAt = nowNanos;
    queue.dropUntil(Math.min(position, queue.tail()));
    return true;
  }

  public void clear() {
    queue.clear();
    reinjection.clear();
  }
}
