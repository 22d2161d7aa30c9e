package org.mptcp4j.gateway.allocation;

import java.nio.ByteBuffer;
import java.util.Random;
import org.mptcp4j.engine.ConnectionHandler;
import org.mptcp4j.engine.EngineConnection;

/** Bytes without end, random ones again and again; and a reader that knows them. */
final class Pattern {
  private static final int PERIOD = 1 << 16;

  private final ByteBuffer block = ByteBuffer.allocateDirect(PERIOD);
  private final ByteBuffer target = ByteBuffer.allocateDirect(PERIOD);
  private long written;
  private long read;

  Pattern() {
    byte[] bytes = new byte[PERIOD];
    new Random(1).nextBytes(bytes);
    block.put(0, bytes);
  }

  /** Bytes that came, all of them as they were sent. */
  long bytesRead() {
    return read;
  }

  ConnectionHandler source() {
    return new ConnectionHandler() {
      @Override
      public void onEstablished(EngineConnection connection) {
        onWritable(connection);
      }

      @Override
      public void onWritable(EngineConnection connection) {
        int taken;
        do {
          block.limit(PERIOD).position((int) (written % PERIOD));
          taken = connection.write(block);
          written += taken;
        } while (taken > 0);
      }
    };
  }

  ConnectionHandler sink() {
    return new ConnectionHandler() {
      @Override
      public void onReadable(EngineConnection connection) {
        while (connection.readableBytes() > 0) {
          int at = (int) (read % PERIOD);
          target.clear().limit(PERIOD - at);
          int bytes = connection.read(target);
          target.flip();
          block.limit(at + bytes).position(at);
          if (target.mismatch(block) >= 0) {
            throw new IllegalStateException("other bytes came behind " + read);
          }
          read += bytes;
        }
      }
    };
  }
}
