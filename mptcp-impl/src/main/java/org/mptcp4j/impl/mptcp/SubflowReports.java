package org.mptcp4j.impl.mptcp;

import java.util.List;
import org.mptcp4j.CloseReason;
import org.mptcp4j.SubflowState;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.impl.buffer.ByteQueue;
import org.mptcp4j.impl.buffer.ReassemblyQueue;
import org.mptcp4j.impl.mptcp.data.DataReceiver;
import org.mptcp4j.impl.mptcp.data.DataSender;

/**
 * What subflows tell their connection: TCP's upcalls, and what came at the data level. It decides
 * which rooms have to know.
 */
final class SubflowReports {
  private final MultipathConnection connection;
  private final DataSender sender;
  private final DataReceiver receiver;
  private final ConnectionEvents events;
  private final ReassemblyQueue.Consumer heldToStream = this::onHeldPiece;
  private long heldShift;

  SubflowReports(MultipathConnection connection) {
    this.connection = connection;
    this.sender = connection.sender();
    this.receiver = connection.receiver();
    this.events = connection.events();
  }

  void onTcpEstablished(TcpSubflow subflow) {
    if (subflow == connection.subflowSet().initial()) {
      sender.open(subflow.tcp().info().sendWindow());
      events.control(() -> events.handler().onEstablished(connection.stream()));
    } else if (subflow.phase() == TcpSubflow.Phase.JOIN_CONFIRMING) {
      connection.joins().confirm(subflow, connection.nowNanos());
    }
  }

  void onTcpAcked(TcpSubflow subflow, long now) {
    if (connection.negotiation().isPlain()) {
      onDataAck(Math.min(subflow.tcp().sendUnacknowledged(), sender.sndNxt()), 0, now);
    }
    connection.distributor().recovered(subflow);
    // What was queued left with the last flush, whether or not a DATA_ACK has come since
    connection.onRoom();
  }

  void onTcpFin(TcpSubflow subflow) {
    if (!connection.negotiation().isMultipath()) {
      onDataFin(receiver.rcvNxt());
    } else if (subflow.state() != SubflowState.CLOSED
        && !connection.fallback().waits()
        && subflow.receiver().heldBytes() > 0) {
      subflow.receiver().onEndWithoutMapping();
    }
    // otherwise a subflow's FIN ends the subflow alone: see Ending.advance
  }

  /** The path of a subflow may be gone: others take what it may not deliver. */
  void onDoubtful(TcpSubflow subflow) {
    if (connection.subflowSet().anotherRelieves(subflow)) {
      subflow.sent().reinject(sender, subflow.id());
    }
  }

  void onTcpTimeout(TcpSubflow subflow) {
    connection.distributor().onSubflowTimeout(subflow);
  }

  void onTcpClosed(TcpSubflow subflow, CloseReason reason) {
    if (events.isClosed()) {
      return;
    }
    connection.touch();
    if (!connection.negotiation().isMultipath()) {
      if (subflow == connection.subflowSet().initial()) {
        events.closed(reason);
      }
      return;
    }
    subflow.sent().reinject(sender, subflow.id());
    connection.distributor().scheduler().onSubflowDown(subflow);
    events.control(
        () -> {
          events.tell(o -> o.onSubflowDown(connection.stream(), subflow, reason));
          connection.paths().manager().onSubflowDown(connection.paths(), subflow, reason);
        });
    if (connection.subflowSet().live() == 0) {
      connection.ending().onLastSubflowDown(subflow, reason, connection.nowNanos());
    }
  }

  void onDataAck(long position, long window, long now) {
    if (sender.onDataAck(position, window, now)) {
      connection.distributor().progress();
      List<TcpSubflow> all = connection.subflowSet().all();
      for (int i = 0; i < all.size(); i++) {
        all.get(i).sent().acknowledge(sender.sndUna());
      }
      connection.onRoom();
    }
  }

  void onData(long position, PacketBuffer buffer, int offset, int length) {
    if (events.isClosed()) {
      // a reset is on its way: nobody would release what came now
      return;
    }
    long before = receiver.rcvNxt();
    boolean atTail = position >= receiver.outOfOrderEnd();
    int fresh = receiver.receive(position, buffer, offset, length);
    if (fresh < length) {
      connection.count(Mib.DUPLICATE_DATA);
    }
    if (fresh > 0 && connection.userClosed()) {
      // nobody will read it: "a RST segment is sent" (RFC 9293, section 3.6)
      receiver.discard();
      connection.abort();
    } else if (fresh > 0) {
      if (receiver.hasGap()) {
        connection.tuneWindow();
      }
      if (position > before) {
        connection.count(Mib.OFO_QUEUE);
        connection.count(Mib.OFO_QUEUE_TAIL, atTail ? 1 : 0);
      }
      events.readable();
    }
  }

  /** What a subflow had to hold. */
  void onHeld(long position, ByteQueue source, long from, int length) {
    heldShift = position - from;
    source.forEach(from, length, heldToStream);
  }

  private void onHeldPiece(long at, PacketBuffer buffer, int offset, int length) {
    onData(at + heldShift, buffer, offset, length);
  }

  void onDataFin(long position) {
    boolean known = receiver.finished();
    receiver.fin(position);
    if (!known && receiver.finished()) {
      events.readable();
    }
  }
}
