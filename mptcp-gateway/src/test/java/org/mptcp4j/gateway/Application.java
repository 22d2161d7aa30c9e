package org.mptcp4j.gateway;

import java.nio.ByteBuffer;
import org.mptcp4j.CloseReason;
import org.mptcp4j.engine.ConnectionHandler;
import org.mptcp4j.engine.EngineConnection;

/**
 * An application at one end of a connection: sends so many bytes of a pattern and ends its stream,
 * checks each byte that it receives.
 */
final class Application implements ConnectionHandler {
  private static final int CHUNK_BYTES = 16 * 1024;

  private final long total;
  private final ByteBuffer outgoing = ByteBuffer.allocate(CHUNK_BYTES).limit(0);
  private final ByteBuffer incoming = ByteBuffer.allocate(CHUNK_BYTES);
  private long filled;
  private boolean reading = true;
  private boolean keepOpen;

  EngineConnection connection;
  long sent;
  long received;
  long wrongAt = -1;
  boolean established;
  boolean endOfStream;
  CloseReason closed;

  private Application(long total) {
    this.total = total;
  }

  static Application sends(long bytes) {
    return new Application(bytes);
  }

  /** Does not end its stream when all is sent. */
  Application keepsOpen() {
    keepOpen = true;
    return this;
  }

  /** Reads nothing until {@link #startReading}. */
  Application reluctant() {
    reading = false;
    return this;
  }

  void startReading() {
    reading = true;
    read();
  }

  boolean receivedAll(long bytes) {
    return endOfStream && received == bytes && wrongAt < 0;
  }

  @Override
  public void onEstablished(EngineConnection opened) {
    established = true;
    connection = opened;
    write();
  }

  @Override
  public void onWritable(EngineConnection writable) {
    write();
  }

  @Override
  public void onReadable(EngineConnection readable) {
    connection = readable;
    if (reading) {
      read();
    }
  }

  @Override
  public void onClosed(EngineConnection gone, CloseReason reason) {
    closed = reason;
  }

  private void write() {
    while (sent < total) {
      if (!outgoing.hasRemaining()) {
        fill();
      }
      int taken = connection.write(outgoing);
      sent += taken;
      if (taken == 0) {
        return;
      }
    }
    if (!keepOpen) {
      connection.shutdownOutput();
    }
  }

  private void fill() {
    outgoing.clear().limit((int) Math.min(CHUNK_BYTES, total - filled));
    while (outgoing.hasRemaining()) {
      outgoing.put(pattern(filled++));
    }
    outgoing.flip();
  }

  private void read() {
    int count = connection.read(incoming.clear());
    while (count > 0) {
      incoming.flip();
      while (incoming.hasRemaining()) {
        if (incoming.get() != pattern(received++) && wrongAt < 0) {
          wrongAt = received - 1;
        }
      }
      count = connection.read(incoming.clear());
    }
    endOfStream |= count < 0;
  }

  /** A byte that differs from those of its neighbourhood, so that any shift shows. */
  private static byte pattern(long position) {
    long x = (position + 1) * 0x9e3779b97f4a7c15L;
    return (byte) (x >>> 56 ^ x >>> 32);
  }

  @Override
  public String toString() {
    return "sent %d of %d, received %d, wrong at %d, end %b, closed %s"
        .formatted(sent, total, received, wrongAt, endOfStream, closed);
  }
}
