package org.mptcp4j.engine;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.mptcp4j.ConnectionInfo;
import org.mptcp4j.ConnectionObserver;
import org.mptcp4j.Subflow;

/**
 * A connection as the thread that owns the engine sees it: nothing blocks. Multipath TCP, or plain
 * TCP where either side is without it: the data calls are the same.
 */
public interface EngineConnection {
  InetSocketAddress localAddress();

  InetSocketAddress remoteAddress();

  /** The zone of the initial subflow. */
  Zone zone();

  /**
   * Reads what has come, in order.
   *
   * @return bytes read, 0 where none wait, -1 after the peer's last byte (DATA_FIN or FIN)
   */
  int read(ByteBuffer target);

  /**
   * Writes what there is room for; small writes are joined.
   *
   * @return bytes taken, 0 where the send buffer is full
   * @throws IllegalStateException after {@link #shutdownOutput} or a close
   */
  int write(ByteBuffer source);

  /**
   * Moves received data to {@code target}'s send queue by reference.
   *
   * @param maxBytes at most this many, at least 0
   * @return bytes moved, -1 after the peer's last byte
   */
  long transferTo(EngineConnection target, long maxBytes);

  /** Bytes that {@link #read} would give at once. */
  long readableBytes();

  /** Room in the send buffer, in bytes. */
  long writableBytes();

  /** Whether the peer's last byte was read. */
  boolean endOfStream();

  /** No more data will be written: DATA_FIN (or FIN) follows the last byte. Idempotent. */
  void shutdownOutput();

  /** Closes both ways; unread data is lost and then resets the connection (RFC 9293 3.10.4). */
  void close();

  /** Resets: MP_FASTCLOSE and RST, or RST. Idempotent. */
  void abort();

  /** Replaces the handler. */
  void handler(ConnectionHandler handler);

  /**
   * Has {@code observer} told of what its handler is told of, after it and from now on; in place of
   * an earlier observer.
   *
   * @param observer null for none
   */
  void observe(ConnectionObserver observer);

  ConnectionInfo info();

  /** Live views of all subflows that are not closed, oldest first. */
  List<Subflow> subflows();

  /** Opens another subflow from an own address, as a path manager would. */
  void openSubflow(ConnectTarget target, boolean backup);
}
