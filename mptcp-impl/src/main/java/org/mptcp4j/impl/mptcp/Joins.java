package org.mptcp4j.impl.mptcp;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.mptcp4j.CloseReason;
import org.mptcp4j.CloseReason.Kind;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.Subflow;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.engine.Zone;
import org.mptcp4j.impl.mptcp.AddressSignals.Prioritize;
import org.mptcp4j.impl.mptcp.AddressSignals.Signal;
import org.mptcp4j.impl.mptcp.handshake.JoinNonces;
import org.mptcp4j.impl.wire.FlowKey;
import org.mptcp4j.impl.wire.SegmentView;

/** Further subflows, opened by either side, and the addresses for them (RFC 6824, 3.2 and 3.4). */
final class Joins {
  private static final int MAX_CONFIRM_TRIES = 6;

  /** "SHOULD NOT send more than two duplicate ACKs in a row" for signals (RFC 6824, section 3). */
  private static final int MAX_SIGNALS_IN_A_ROW = 2;

  private static final long SHORTEST_PAUSE_NANOS = 10_000_000L;

  private final MultipathConnection connection;
  private final StackServices services;
  private final ConnectionOptions options;
  private final List<Confirmation> confirmations = new ArrayList<>(1);

  /** A third ACK that waits for the fourth, and when it is sent again. */
  private static final class Confirmation {
    private final TcpSubflow subflow;
    private long at;
    private int tries;

    Confirmation(TcpSubflow subflow, long at) {
      this.subflow = subflow;
      this.at = at;
    }
  }

  private int signalsInARow;
  private long signalsResumeAt;

  Joins(MultipathConnection connection, StackServices services, ConnectionOptions options) {
    this.connection = connection;
    this.services = services;
    this.options = options;
  }

  private boolean hasRoom() {
    return connection.negotiation().isMultipath()
        && connection.subflowSet().live() < options.maxSubflows();
  }

  /** Sends an MP_JOIN; false where that can't be. */
  boolean open(ConnectTarget target, boolean backup, long now) {
    if (!hasRoom() || !connection.negotiation().confirmed() || exists(target)) {
      return false;
    }
    FlowKey key;
    try {
      key = services.allocate(target.zone(), target.local(), target.remote());
    } catch (IllegalStateException e) {
      // no port is left: the path manager may try again
      return false;
    }
    int addressId = connection.signals().localId(target.local().getAddress());
    TcpSubflow subflow = create(key, target.zone(), addressId);
    subflow.localBackup(backup);
    subflow.tcp().connect(now);
    connection.count(Mib.MP_JOIN_SYN_TX);
    connection.touch();
    return true;
  }

  private boolean exists(ConnectTarget target) {
    for (Subflow subflow : connection.subflowSet().views()) {
      if (subflow.localAddress().getAddress().equals(target.local().getAddress())
          && subflow.remoteAddress().equals(target.remote())) {
        return true;
      }
    }
    return false;
  }

  /** Takes an MP_JOIN whose token names this connection; false refuses it with a RST. */
  boolean accept(SegmentView syn, FlowKey key, long now) {
    if (!hasRoom()) {
      connection.count(Mib.MP_JOIN_REJECTED);
      return false;
    }
    if (!services.admitJoin()) {
      connection.count(Mib.JOINS_PENDING_FULL);
      return false;
    }
    Zone zone = services.zones().get(key.zone());
    int addressId = connection.signals().localId(key.local().toInetAddress());
    connection.count(Mib.MP_JOIN_SYN_RX);
    TcpSubflow subflow = create(key, zone, addressId);
    subflow.halfOpen(true);
    subflow.tcp().accept(syn, now);
    return true;
  }

  private TcpSubflow create(FlowKey key, Zone zone, int addressId) {
    JoinNonces join =
        new JoinNonces(connection.negotiation().keys(), addressId, (int) services.nextRandom());
    int id = connection.subflowSet().takeId();
    TcpSubflow subflow =
        new TcpSubflow(connection, id, zone, services.parameters(key, zone, options), join);
    subflow.phase(TcpSubflow.Phase.JOINING);
    connection.subflowSet().add(subflow);
    services.register(key, subflow);
    return subflow;
  }

  /** The third ACK of a join left: it is sent again until the fourth comes. */
  void confirm(TcpSubflow subflow, long now) {
    confirmations.add(new Confirmation(subflow, now + subflow.retransmissionTimeoutNanos()));
  }

  /** The peer's join is confirmed, or gone. */
  void settled(TcpSubflow subflow) {
    if (subflow.halfOpen()) {
      subflow.halfOpen(false);
      services.settleJoin();
    }
  }

  /** The peer's HMAC, or its fourth ACK, was right: the subflow may carry data. */
  void confirmed(TcpSubflow subflow) {
    settled(subflow);
    subflow.phase(TcpSubflow.Phase.OPEN);
    confirmations.removeIf(waiting -> waiting.subflow == subflow);
    connection
        .events()
        .control(
            () -> {
              connection.events().handler().onSubflowUp(connection.stream(), subflow);
              connection.paths().manager().onSubflowUp(connection.paths(), subflow);
            });
  }

  long deadline() {
    boolean signalWaits =
        signalsInARow >= MAX_SIGNALS_IN_A_ROW && connection.signals().next() != null;
    long deadline = signalWaits ? signalsResumeAt : Long.MAX_VALUE;
    for (int i = 0; i < confirmations.size(); i++) {
      deadline = Math.min(deadline, confirmations.get(i).at);
    }
    return deadline;
  }

  void onDeadline(long now) {
    for (int i = confirmations.size() - 1; i >= 0; i--) {
      Confirmation waiting = confirmations.get(i);
      if (waiting.subflow.phase() != TcpSubflow.Phase.JOIN_CONFIRMING) {
        confirmations.remove(i);
      } else if (waiting.at <= now) {
        retry(waiting, now);
      }
    }
  }

  private void retry(Confirmation waiting, long now) {
    TcpSubflow subflow = waiting.subflow;
    if (++waiting.tries > MAX_CONFIRM_TRIES || !subflow.tcp().maySend()) {
      confirmations.remove(waiting);
      subflow.tcp().abort(CloseReason.of(Kind.TIMED_OUT, "the fourth ACK did not come"));
      return;
    }
    waiting.at = now + (subflow.retransmissionTimeoutNanos() << waiting.tries);
    subflow.tcp().requestAck();
  }

  void onAddAddr(int id, InetSocketAddress announced) {
    int port = announced.getPort();
    InetSocketAddress address =
        port != 0
            ? announced
            : new InetSocketAddress(
                announced.getAddress(), connection.stream().remoteAddress().getPort());
    if (connection.signals().learn(id, address)) {
      connection
          .events()
          .control(
              () ->
                  connection.paths().manager().onAddressAnnounced(connection.paths(), id, address));
    }
  }

  /**
   * The peer withdrew an address that it named in ADD_ADDR or MP_JOIN. The subflow that brought the
   * news works: "must ensure the affected path(s) are no longer in use" (section 3.4.2).
   */
  void onRemoveAddr(int id, TcpSubflow carrier) {
    boolean known = connection.signals().forget(id);
    for (TcpSubflow subflow : connection.subflowSet().all()) {
      if (subflow.join() != null && subflow.remoteAddressId() == id) {
        known = true;
        if (subflow != carrier) {
          subflow.tcp().abort(CloseReason.of(Kind.ABORTED, "the peer removed its address"));
        }
      }
    }
    if (known) {
      connection
          .events()
          .control(() -> connection.paths().manager().onAddressRemoved(connection.paths(), id));
    }
  }

  /** Has the next address signal sent in an ACK; false where none waits or nobody can send it. */
  boolean requestSignal(long now) {
    Signal next = connection.signals().next();
    if (now >= signalsResumeAt) {
      signalsInARow = 0;
    }
    if (next == null || !connection.negotiation().isMultipath()) {
      return false;
    }
    if (signalsInARow >= MAX_SIGNALS_IN_A_ROW) {
      return false;
    }
    TcpSubflow carrier = carrier(next);
    if (carrier == null) {
      if (next instanceof Prioritize) {
        connection.signals().sent();
      }
      return false;
    }
    if (signalsInARow++ == 0) {
      signalsResumeAt = now + Math.max(SHORTEST_PAUSE_NANOS, carrier.smoothedRttNanos());
    }
    carrier.tcp().requestAck();
    return true;
  }

  private TcpSubflow carrier(Signal signal) {
    if (!(signal instanceof Prioritize prioritize)) {
      boolean ready = !connection.negotiation().capableAckDue();
      return ready ? connection.subflowSet().firstUsable() : null;
    }
    for (TcpSubflow subflow : connection.subflowSet().all()) {
      if (subflow.id() == prioritize.subflowId() && subflow.usable()) {
        return subflow;
      }
    }
    return null;
  }
}
