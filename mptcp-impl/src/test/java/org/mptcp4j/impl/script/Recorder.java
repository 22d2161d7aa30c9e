package org.mptcp4j.impl.script;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.mptcp4j.CloseReason;
import org.mptcp4j.Subflow;
import org.mptcp4j.engine.ConnectionHandler;
import org.mptcp4j.engine.EngineConnection;

/** Writes down what happens to a connection, and reads all that comes unless told not to. */
public final class Recorder implements ConnectionHandler {
  private final List<String> events = new ArrayList<>();
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private final ByteBuffer scratch = ByteBuffer.allocate(64 * 1024);
  private EngineConnection connection;
  private CloseReason closed;
  private boolean reading = true;
  private boolean ended;

  /** Leaves data in the receive buffer. */
  public Recorder stopReading() {
    reading = false;
    return this;
  }

  /** What happened, in words. */
  public List<String> events() {
    return events;
  }

  public EngineConnection connection() {
    return connection;
  }

  /** Why it ended, or null. */
  public CloseReason closed() {
    return closed;
  }

  /** Whether the peer's last byte was read. */
  public boolean ended() {
    return ended;
  }

  /** All that was read. */
  public byte[] bytes() {
    return received.toByteArray();
  }

  /** All that was read, as ASCII. */
  public String text() {
    return received.toString(StandardCharsets.US_ASCII);
  }

  /** Reads what there is. */
  public void read(EngineConnection from) {
    int n;
    while ((n = from.read(scratch.clear())) > 0) {
      received.write(scratch.array(), 0, n);
    }
    ended |= n < 0;
  }

  private void note(EngineConnection source, String event) {
    connection = source;
    events.add(event);
  }

  @Override
  public void onEstablished(EngineConnection source) {
    note(source, "established");
  }

  @Override
  public void onReadable(EngineConnection source) {
    connection = source;
    if (reading) {
      read(source);
    }
  }

  @Override
  public void onFallback(EngineConnection source, String reason) {
    note(source, "fallback: " + reason);
  }

  @Override
  public void onAddressAnnounced(EngineConnection source, int id, InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    note(source, "announced " + id + " " + host + ":" + address.getPort());
  }

  @Override
  public void onAddressRemoved(EngineConnection source, int id) {
    note(source, "removed " + id);
  }

  @Override
  public void onPriorityChanged(EngineConnection source, Subflow subflow) {
    note(source, "priority " + subflow.id() + (subflow.backup() ? " backup" : ""));
  }

  @Override
  public void onSubflowUp(EngineConnection source, Subflow subflow) {
    note(source, "up " + subflow.id());
  }

  @Override
  public void onSubflowDown(EngineConnection source, Subflow subflow, CloseReason reason) {
    note(source, "down " + subflow.id() + " " + reason.kind());
  }

  @Override
  public void onClosed(EngineConnection source, CloseReason reason) {
    note(source, "closed " + reason.kind());
    closed = reason;
  }
}
