package org.mptcp4j.sim.transfer;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.mptcp4j.CloseReason;
import org.mptcp4j.engine.ConnectionHandler;
import org.mptcp4j.engine.EngineConnection;

/** Reads the pattern as fast as it comes, and checks each byte. */
final class PatternSink implements ConnectionHandler {
  private final long total;
  private final Consumer<String> onFailure;
  private final ByteBuffer chunk = ByteBuffer.allocate(64 * 1024);
  private long received;
  private boolean complete;

  PatternSink(long total, Consumer<String> onFailure) {
    this.total = total;
    this.onFailure = onFailure;
  }

  long received() {
    return received;
  }

  boolean complete() {
    return complete;
  }

  @Override
  public void onReadable(EngineConnection connection) {
    int count = connection.read(chunk.clear());
    while (count > 0) {
      check(chunk.flip());
      count = connection.read(chunk.clear());
    }
    if (count < 0 && !complete) {
      end(connection);
    }
  }

  private void check(ByteBuffer bytes) {
    int wrong = Pattern.firstMismatch(bytes, received);
    if (wrong >= 0) {
      onFailure.accept("byte " + (received + wrong) + " is wrong");
    }
    received += bytes.remaining();
  }

  private void end(EngineConnection connection) {
    complete = received == total;
    if (!complete) {
      onFailure.accept("the stream ended after " + received + " of " + total + " bytes");
    }
    connection.close();
  }

  @Override
  public void onClosed(EngineConnection connection, CloseReason reason) {
    if (!complete) {
      onFailure.accept("the receiver's connection ended: " + reason.detail());
    }
  }
}
