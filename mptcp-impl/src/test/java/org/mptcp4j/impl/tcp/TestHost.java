package org.mptcp4j.impl.tcp;

import java.nio.ByteBuffer;
import org.mptcp4j.CloseReason;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.engine.PacketPool;
import org.mptcp4j.impl.buffer.ByteQueue;
import org.mptcp4j.impl.wire.SegmentView;

/** One end of a connection under test: sends a pattern and checks the pattern that it gets. */
final class TestHost implements TcpUser {
  final TcpConnection connection;
  final String name;
  private final PacketPool pool;
  private final ByteQueue source = new ByteQueue(1);
  private final ByteQueue unread = new ByteQueue(1);
  private final ByteBuffer scratch = ByteBuffer.allocate(16 * 1024);
  long toSend;
  long generated;
  boolean closeWhenSent;
  boolean closeOnRemoteFin = true;
  boolean reading = true;
  int receiveBuffer = 4 << 20;
  int chunkBytes = 64 * 1024;
  boolean chunked;
  long received;
  long wrongBytes;
  boolean established;
  boolean remoteFin;
  long establishedAt;
  int closedCalls;
  CloseReason closed;
  int timeouts;

  TestHost(String name, PacketPool pool, TcpParameters parameters, SegmentExtension extension) {
    this.name = name;
    this.pool = pool;
    this.connection = new TcpConnection(parameters, this, extension);
  }

  static byte pattern(long position) {
    return (byte) (position * 31 + (position >>> 8) * 7 + (position >>> 16));
  }

  /** Gives the connection what it can take. */
  void pump() {
    if (!connection.state().maySend()) {
      return;
    }
    source.dropUntil(connection.sendUnacknowledged());
    while (generated < toSend) {
      int bytes = (int) Math.min(Math.min(connection.sendSpace(), toSend - generated), chunkBytes);
      if (bytes <= 0) {
        break;
      }
      generate(bytes);
      connection.send(source, generated + 1, bytes, chunked ? new SendChunk() : null);
      generated += bytes;
    }
    if (closeWhenSent && generated == toSend) {
      connection.shutdownOutput();
    }
  }

  private void generate(int bytes) {
    int left = bytes;
    while (left > 0) {
      scratch.clear();
      int n = Math.min(left, scratch.capacity());
      for (int i = 0; i < n; i++) {
        scratch.put(pattern(source.tail() + i));
      }
      scratch.flip();
      source.appendCopy(scratch, n, pool);
      left -= n;
    }
  }

  void read() {
    unread.clear();
  }

  void releaseAll() {
    source.clear();
    unread.clear();
  }

  @Override
  public void onEstablished(TcpConnection c, long now) {
    established = true;
    establishedAt = now;
  }

  @Override
  public void onText(
      TcpConnection c, long position, PacketBuffer buffer, int offset, int length, long now) {
    if (position != received + 1) {
      wrongBytes += length;
    }
    for (int i = 0; i < length; i++) {
      if (buffer.bytes().get(offset + i) != pattern(position + i)) {
        wrongBytes++;
      }
    }
    received += length;
    if (!reading) {
      unread.append(buffer, offset, length);
    }
  }

  @Override
  public void onAcked(TcpConnection c, long now) {}

  @Override
  public void onRemoteFin(TcpConnection c, long now) {
    remoteFin = true;
    if (closeOnRemoteFin) {
      closeWhenSent = true;
    }
  }

  @Override
  public void onRetransmissionTimeout(TcpConnection c, long now) {
    timeouts++;
  }

  @Override
  public void onClosed(TcpConnection c, CloseReason reason, long now) {
    closedCalls++;
    closed = reason;
    releaseAll();
  }

  @Override
  public long receiveWindow(TcpConnection c) {
    return receiveBuffer - unread.length();
  }

  /** Whether a listener would take {@code segment}. */
  static boolean opens(SegmentView segment) {
    return segment.syn() && !segment.ack();
  }
}
