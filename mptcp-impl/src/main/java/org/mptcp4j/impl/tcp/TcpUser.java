package org.mptcp4j.impl.tcp;

import org.mptcp4j.CloseReason;
import org.mptcp4j.engine.PacketBuffer;

/**
 * The user of a TCP connection, upcalls of RFC 9293, section 3.9.1. They come while a segment or a
 * timer is processed: they may queue data, close or abort, but nothing leaves before the next
 * flush.
 */
public interface TcpUser {
  /** The state is ESTABLISHED. */
  void onEstablished(TcpConnection connection, long nowNanos);

  /**
   * Text in order. The user retains the buffer where it keeps it.
   *
   * @param position of the first byte in the stream; 1 is the byte after the SYN
   */
  void onText(
      TcpConnection connection,
      long position,
      PacketBuffer buffer,
      int offset,
      int length,
      long nowNanos);

  /** The peer acknowledged data or a FIN: {@code sndUna} advanced. */
  void onAcked(TcpConnection connection, long nowNanos);

  /** The peer's FIN is next in order: no more text will come. */
  void onRemoteFin(TcpConnection connection, long nowNanos);

  /**
   * Urgent data is on its way (RFC 9293, section 3.8.5): it ends before {@code position}, and comes
   * in line like any other (RFC 6093). Told whenever that end moves on.
   */
  default void onUrgent(TcpConnection connection, long position, long nowNanos) {}

  /** The retransmission timer fired. */
  void onRetransmissionTimeout(TcpConnection connection, long nowNanos);

  /**
   * The connection is over for its user: both FINs acknowledged (the state may be TIME-WAIT), or
   * reset, refused, timed out. Called once, last.
   */
  void onClosed(TcpConnection connection, CloseReason reason, long nowNanos);

  /**
   * A segment came that a blind attack might send, or a peer that lost its state: a challenge ACK
   * answers it (RFC 5961), unless the limit was reached.
   *
   * @param sent whether an ACK answers
   */
  default void onChallenge(TcpConnection connection, boolean sent) {}

  /**
   * Whether new text can be kept. Where not it is dropped as if it had not come, which its sender
   * finds out.
   *
   * @param bufferBytes of the buffer that it came in
   * @param inOrder whether it is next in order
   */
  default boolean hasMemory(TcpConnection connection, int bufferBytes, boolean inOrder) {
    return true;
  }

  /** Bytes beyond {@code rcvNxt} that may come in: what the window announces, not scaled. */
  long receiveWindow(TcpConnection connection);

  /**
   * Whether there is data that was not given to {@link TcpConnection#send} for want of {@link
   * TcpConnection#sendSpace}: then a closed window is probed.
   */
  boolean hasMoreToSend(TcpConnection connection);

  /**
   * Whether {@link #receiveWindow} is shared with other connections, and so may fall without data
   * having come in here (RFC 6824, section 3.3.5). Then the right edge that is announced may move
   * left; what arrives is accepted up to the rightmost edge ever announced. Else it never does.
   */
  default boolean sharesReceiveWindow() {
    return false;
  }
}
