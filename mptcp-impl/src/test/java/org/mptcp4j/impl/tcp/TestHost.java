package org.mptcp4j.impl.tcp;

import java.nio.ByteBuffer;
import org.mptcp4j.CloseReason;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.engine.PacketPool;
import org.mptcp4j.impl.buffer.ByteQueue;
import org.mptcp4j.impl.wire.SegmentView;

/** One end of a connection under test: sends a pattern and checks the pattern that it gets. */
public final class TestHost implements TcpUser {
  public final TcpConnection connection;
  public final String name;
  private final PacketPool pool;
  private final ByteQueue source = new ByteQueue(1);
  private final ByteQueue unread = new ByteQueue(1);
  private final ByteBuffer scratch = ByteBuffer.allocate(16 * 1024);
  public long toSend;
  public long generated;
  public boolean closeWhenSent;
  public boolean closeOnRemoteFin = true;
  public boolean reading = true;
  public int receiveBuffer = 4 << 20;
  public int chunkBytes = 64 * 1024;
  public boolean chunked;
  public long received;
  public long wrongBytes;
  public boolean established;
  public boolean remoteFin;
  public long establishedAt;
  public int closedCalls;
  public CloseReason closed;
  public int timeouts;
  public int urgentCalls;
  public long urgentEnd;

  public TestHost(
      String name, PacketPool pool, TcpParameters parameters, SegmentExtension extension) {
    this.name = name;
    this.pool = pool;
    this.connection = new TcpConnection(parameters, this, extension);
  }

  public static byte pattern(long position) {
    return (byte) (position * 31 + (position >>> 8) * 7 + (position >>> 16));
  }

  /** Gives the connection what it can take. */
  public void pump() {
    if (!connection.state().maySend()) {
      return;
    }
    source.dropUntil(connection.sendUnacknowledged());
    while (generated < toSend) {
      long left = toSend - generated;
      int bytes = (int) Math.min(Math.min(connection.sendSpace(left), left), chunkBytes);
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

  public void read() {
    unread.clear();
  }

  public void releaseAll() {
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
  public boolean hasMoreToSend(TcpConnection c) {
    return generated < toSend;
  }

  @Override
  public void onUrgent(TcpConnection c, long position, long now) {
    urgentCalls++;
    urgentEnd = position;
  }

  @Override
  public long receiveWindow(TcpConnection c) {
    return receiveBuffer - unread.length();
  }

  /** Whether a listener would take {@code segment}. */
  public static boolean opens(SegmentView segment) {
    return segment.syn() && !segment.ack();
  }
}
