package org.mptcp4j.impl.stack;

import org.mptcp4j.CloseReason;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.engine.ConnectionHandler;
import org.mptcp4j.engine.ConnectionRequest;
import org.mptcp4j.engine.EngineConnection;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.engine.SynInfo;
import org.mptcp4j.impl.wire.FlowKey;

/**
 * A SYN that a listener took and nobody answered yet. It keeps a copy of the packet until the
 * answer: many that wait must not pin a device's buffer each.
 */
final class PendingRequest implements ConnectionRequest {
  private final RequestTable table;
  private final ListenerTable.Entry listener;
  private final FlowKey key;
  private final SynInfo syn;
  private final PacketBuffer packet;
  private final int sequence;
  private final long expiresAt;
  private boolean pending = true;
  private Runnable onAbandoned = () -> {};

  PendingRequest(
      RequestTable table,
      ListenerTable.Entry listener,
      FlowKey key,
      SynInfo syn,
      PacketBuffer packet,
      int sequence,
      long expiresAt) {
    this.table = table;
    this.listener = listener;
    this.key = key;
    this.syn = syn;
    // its checksum was verified when it came
    this.packet = packet.copy().checksum(PacketBuffer.Checksum.TRUSTED);
    this.sequence = sequence;
    this.expiresAt = expiresAt;
  }

  FlowKey key() {
    return key;
  }

  ListenerTable.Entry listener() {
    return listener;
  }

  PacketBuffer packet() {
    return packet;
  }

  /** The SYN's sequence number. */
  int sequence() {
    return sequence;
  }

  long expiresAt() {
    return expiresAt;
  }

  @Override
  public SynInfo syn() {
    return syn;
  }

  @Override
  public boolean pending() {
    return pending;
  }

  @Override
  public EngineConnection accept(ConnectionOptions options, ConnectionHandler handler) {
    if (!pending) {
      throw new IllegalStateException("the request was answered or abandoned");
    }
    EngineConnection connection = table.accept(this, options, handler);
    done();
    return connection;
  }

  @Override
  public void reject(CloseReason reason) {
    if (pending) {
      table.reject(this, reason);
      done();
    }
  }

  @Override
  public void onAbandoned(Runnable action) {
    onAbandoned = action;
  }

  /** The peer gave up. */
  void abandon() {
    if (pending) {
      done();
      onAbandoned.run();
    }
  }

  private void done() {
    pending = false;
    table.remove(this);
    packet.release();
  }
}
