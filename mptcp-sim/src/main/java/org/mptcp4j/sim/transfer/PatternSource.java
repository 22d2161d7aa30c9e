package org.mptcp4j.sim.transfer;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.mptcp4j.CloseReason;
import org.mptcp4j.engine.ConnectionHandler;
import org.mptcp4j.engine.EngineConnection;

/** Writes the pattern as fast as the connection takes it, and then ends the stream. */
final class PatternSource implements ConnectionHandler {
  private static final int CHUNK_BYTES = 64 * 1024;

  private final long total;
  private final Consumer<String> onFailure;
  private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES).limit(0);
  private long filled;
  private boolean ended;

  PatternSource(long total, Consumer<String> onFailure) {
    this.total = total;
    this.onFailure = onFailure;
  }

  @Override
  public void onEstablished(EngineConnection connection) {
    pump(connection);
  }

  @Override
  public void onWritable(EngineConnection connection) {
    pump(connection);
  }

  /** The peer ended its stream, which it does when it has all. */
  @Override
  public void onReadable(EngineConnection connection) {
    ByteBuffer nothing = ByteBuffer.allocate(1);
    if (connection.read(nothing) < 0) {
      connection.close();
    }
  }

  @Override
  public void onClosed(EngineConnection connection, CloseReason reason) {
    if (reason.kind() != CloseReason.Kind.NORMAL) {
      onFailure.accept("the sender's connection ended: " + reason.detail());
    }
  }

  private void pump(EngineConnection connection) {
    while (!ended) {
      if (!chunk.hasRemaining()) {
        chunk.clear().limit((int) Math.min(CHUNK_BYTES, total - filled));
        Pattern.fill(chunk, filled);
        filled += chunk.flip().remaining();
      }
      if (!chunk.hasRemaining()) {
        ended = true;
        connection.shutdownOutput();
      } else if (connection.write(chunk) == 0) {
        return;
      }
    }
  }
}
