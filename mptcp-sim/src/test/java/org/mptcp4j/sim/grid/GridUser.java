package org.mptcp4j.sim.grid;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.mptcp4j.CloseReason;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.engine.ConnectionHandler;
import org.mptcp4j.engine.EngineConnection;

/** Sends its bytes, reads until the other's end, and closes when both is done. */
final class GridUser implements ConnectionHandler {
  private final byte[] toSend;
  private final boolean listensFirst;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private final ByteBuffer chunk = ByteBuffer.allocate(16 * 1024);
  private EngineConnection connection;
  private int written;
  private boolean shutDown;
  private boolean sawEnd;
  private boolean readAsPlain;
  private int plainFrom = Integer.MAX_VALUE;
  private CloseReason end;
  private int closes;

  GridUser(byte[] toSend, boolean listensFirst) {
    this.toSend = toSend;
    this.listensFirst = listensFirst;
  }

  byte[] sent() {
    return toSend;
  }

  byte[] received() {
    return received.toByteArray();
  }

  int receivedBytes() {
    return received.size();
  }

  boolean sawEnd() {
    return sawEnd;
  }

  /** How many bytes were read before the connection was one of plain TCP. */
  int plainFrom() {
    return plainFrom;
  }

  CloseReason end() {
    return end;
  }

  int closes() {
    return closes;
  }

  boolean isNormal() {
    return end != null && end.kind() == CloseReason.Kind.NORMAL;
  }

  boolean isOpen() {
    return connection != null && end == null;
  }

  /** Whether the connection is known to be plain TCP now. */
  boolean isPlain() {
    return connection != null && connection.info().version() == MptcpVersion.OFF;
  }

  boolean fellBack() {
    return connection != null && connection.info().fallback().isPresent();
  }

  void abortIfPlain() {
    if (isOpen() && isPlain()) {
      connection.abort();
    }
  }

  void opened(EngineConnection c) {
    connection = c;
  }

  @Override
  public void onEstablished(EngineConnection c) {
    connection = c;
    if (!listensFirst) {
      write();
    }
  }

  @Override
  public void onWritable(EngineConnection c) {
    if (!listensFirst || received.size() > 0 || sawEnd) {
      write();
    }
  }

  @Override
  public void onReadable(EngineConnection c) {
    connection = c;
    int count = c.read(chunk.clear());
    while (count > 0) {
      if (!readAsPlain && isPlain()) {
        readAsPlain = true;
        plainFrom = received.size();
      }
      received.write(chunk.array(), 0, count);
      count = c.read(chunk.clear());
    }
    sawEnd |= count < 0;
    write();
  }

  @Override
  public void onClosed(EngineConnection c, CloseReason reason) {
    end = reason;
    closes++;
  }

  private void write() {
    if (end != null) {
      return;
    }
    while (!shutDown && written < toSend.length) {
      int taken = connection.write(ByteBuffer.wrap(toSend, written, toSend.length - written));
      written += taken;
      if (taken == 0) {
        return;
      }
    }
    if (!shutDown) {
      shutDown = true;
      connection.shutdownOutput();
    }
    if (sawEnd) {
      connection.close();
    }
  }

  @Override
  public String toString() {
    return "wrote %d of %d, read %d%s, ended %s, %s"
        .formatted(
            written,
            toSend.length,
            received.size(),
            sawEnd ? " to the end" : "",
            end,
            connection == null ? "never open" : connection.info() + " " + connection.subflows());
  }

  /** Where the first difference is, or -1 where {@code bytes} are how {@code whole} begins. */
  static int mismatch(byte[] bytes, byte[] whole) {
    int common = Math.min(bytes.length, whole.length);
    int at = Arrays.mismatch(bytes, 0, common, whole, 0, common);
    return at >= 0 ? at : bytes.length > whole.length ? whole.length : -1;
  }
}
