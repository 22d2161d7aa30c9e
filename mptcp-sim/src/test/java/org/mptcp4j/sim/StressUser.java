package org.mptcp4j.sim;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import org.mptcp4j.CloseReason;
import org.mptcp4j.Subflow;
import org.mptcp4j.SubflowState;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.engine.ConnectionHandler;
import org.mptcp4j.engine.EngineConnection;

/**
 * A user that sends and receives at the same time, reads slowly or fast, ends its stream early or
 * late, and sometimes resets. Each byte is checked.
 */
final class StressUser implements ConnectionHandler {
  private static final int CHUNK = 8192;

  private final Simulation sim;
  private final SplittableRandom random;
  private final long total;
  private final boolean abortsHalfWay;
  private final long pauseNanos;
  private final boolean waitsForTheEnd;
  private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
  private EngineConnection connection;
  private long written;
  private long received;
  private boolean ended;
  private boolean finished;
  private boolean paused;
  private String wrong;
  private CloseReason end;
  private int closes;

  StressUser(
      Simulation sim,
      SplittableRandom random,
      long total,
      boolean waitsForTheEnd,
      boolean abortsHalfWay) {
    this.sim = sim;
    this.random = random;
    this.total = total;
    this.abortsHalfWay = abortsHalfWay;
    pauseNanos = random.nextInt(3) == 0 ? random.nextLong(1, 200_000_000L) : 0;
    this.waitsForTheEnd = waitsForTheEnd;
  }

  String wrong() {
    return wrong;
  }

  CloseReason end() {
    return end;
  }

  boolean isNormal() {
    return end != null && end.kind() == CloseReason.Kind.NORMAL;
  }

  int closes() {
    return closes;
  }

  long written() {
    return written;
  }

  long received() {
    return received;
  }

  boolean aborts() {
    return abortsHalfWay;
  }

  void abort() {
    if (connection != null) {
      connection.abort();
    }
  }

  /**
   * Closes a subflow while there is another, changes the priority of one, or opens one.
   *
   * @param target where to, or null where the other side opens subflows
   */
  void churn(SplittableRandom own, ConnectTarget target) {
    if (connection == null || end != null) {
      return;
    }
    List<Subflow> open =
        connection.subflows().stream().filter(s -> s.state() == SubflowState.ESTABLISHED).toList();
    if (target != null && own.nextBoolean()) {
      try {
        connection.openSubflow(target, own.nextInt(4) == 0);
      } catch (IllegalStateException e) {
        // there is one, or none may be
      }
    } else if (open.size() > 1) {
      Subflow any = open.get(own.nextInt(open.size()));
      if (own.nextInt(3) == 0) {
        any.setBackup(!any.backup());
      } else {
        any.close();
      }
    }
  }

  /** "The last call": nothing may follow onClosed. */
  private void expectOpen(String call) {
    if (end != null && wrong == null) {
      wrong = call + " after onClosed";
    }
  }

  @Override
  public void onSubflowUp(EngineConnection c, Subflow subflow) {
    expectOpen("onSubflowUp");
  }

  @Override
  public void onSubflowDown(EngineConnection c, Subflow subflow, CloseReason reason) {
    expectOpen("onSubflowDown");
  }

  @Override
  public void onEstablished(EngineConnection c) {
    expectOpen("onEstablished");
    connection = c;
    if (!waitsForTheEnd) {
      write();
    }
  }

  @Override
  public void onWritable(EngineConnection c) {
    expectOpen("onWritable");
    if (!waitsForTheEnd || finished) {
      write();
    }
  }

  @Override
  public void onReadable(EngineConnection c) {
    expectOpen("onReadable");
    connection = c;
    if (!paused) {
      read();
    }
  }

  @Override
  public void onClosed(EngineConnection c, CloseReason reason) {
    end = reason;
    closes++;
  }

  @Override
  public String toString() {
    return "wrote %d of %d%s, read %d%s, ended %s, %s"
        .formatted(
            written,
            total,
            ended ? ", shut down" : "",
            received,
            finished ? ", at the end" : "",
            end,
            connection == null ? "never open" : connection.info() + " " + connection.subflows());
  }

  private void write() {
    if (ended || end != null) {
      return;
    }
    while (written < total) {
      chunk.clear().limit((int) Math.min(random.nextInt(1, CHUNK), total - written));
      for (int i = 0; i < chunk.limit(); i++) {
        chunk.put(i, at(written + i));
      }
      int taken = connection.write(chunk);
      written += taken;
      if (chunk.hasRemaining()) {
        return;
      }
    }
    ended = true;
    connection.shutdownOutput();
    closeWhenDone();
  }

  private void read() {
    if (finished || (end != null && end.kind() != CloseReason.Kind.NORMAL)) {
      return;
    }
    int count = connection.read(chunk.clear().limit(random.nextInt(1, CHUNK)));
    while (count > 0) {
      check(chunk.flip());
      if (abortsHalfWay && received > total / 2) {
        connection.abort();
        finished = true;
        return;
      }
      if (pauseNanos > 0) {
        paused = true;
        sim.after(pauseNanos, this::resume);
        return;
      }
      count = connection.read(chunk.clear());
    }
    if (count < 0) {
      finished = true;
      write();
      closeWhenDone();
    }
  }

  private void resume() {
    paused = false;
    read();
  }

  private void closeWhenDone() {
    if (ended && finished) {
      connection.close();
    }
  }

  private void check(ByteBuffer bytes) {
    for (int i = 0; i < bytes.remaining() && wrong == null; i++) {
      if (bytes.get(i) != at(received + i)) {
        wrong = "byte " + (received + i) + " is wrong";
      }
    }
    received += bytes.remaining();
  }

  private static byte at(long position) {
    long x = (position + 1) * 0x9e3779b97f4a7c15L;
    return (byte) (x >>> 40);
  }
}
