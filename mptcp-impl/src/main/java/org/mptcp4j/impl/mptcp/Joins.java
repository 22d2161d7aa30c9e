package org.mptcp4j.impl.mptcp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.mptcp4j.CloseReason;
import org.mptcp4j.CloseReason.Kind;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.ResetReason;
import org.mptcp4j.SubflowState;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.engine.Zone;
import org.mptcp4j.impl.mptcp.address.AttemptedPairs;
import org.mptcp4j.impl.mptcp.address.LocalAddresses;
import org.mptcp4j.impl.mptcp.handshake.JoinNonces;
import org.mptcp4j.impl.tcp.TcpParameters;
import org.mptcp4j.impl.wire.FlowKey;
import org.mptcp4j.impl.wire.SegmentView;
import org.mptcp4j.impl.wire.option.MpJoinView;

/** Further subflows, opened by either side (RFC 6824 and RFC 8684, section 3.2). */
final class Joins {
  private static final int MAX_CONFIRM_TRIES = 6;

  /**
   * A further subflow is nobody's OPEN: the connection, which is open already, gives up sooner than
   * RFC 9293, section 3.8.3, has it for a SYN, and the path manager may try again.
   */
  private static final long JOIN_NANOS = 60_000_000_000L;

  /** "An error has been detected in the processing of MPTCP options", though it may pass. */
  private static final ResetReason NOT_NOW = new ResetReason(ResetReason.MPTCP_ERROR.code(), true);

  private final MultipathConnection connection;
  private final StackServices services;
  private final ConnectionOptions options;
  private final AttemptedPairs attempted = new AttemptedPairs();
  private final List<Confirmation> confirmations = new ArrayList<>(1);
  private boolean joined;

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

  Joins(MultipathConnection connection, StackServices services, ConnectionOptions options) {
    this.connection = connection;
    this.services = services;
    this.options = options;
  }

  private boolean hasRoom() {
    return connection.subflowSet().live() < options.maxSubflows();
  }

  // opened by this side

  /** Sends an MP_JOIN; false where that can't be. */
  boolean open(ConnectTarget target, boolean backup, long now) {
    if (!mayOpen(target)) {
      return false;
    }
    int addressId = connection.signals().local().id(target.local().getAddress());
    if (addressId == LocalAddresses.NONE) {
      return false;
    }
    FlowKey key;
    try {
      key = allocate(target);
    } catch (IllegalStateException e) {
      // no port is left: the path manager may try again
      connection.count(Mib.MP_JOIN_SYN_TX_BIND_ERROR);
      return false;
    }
    TcpSubflow subflow = create(key, target.zone(), addressId, false);
    subflow.path().localBackup(backup);
    subflow.tcp().connect(now);
    connection.count(Mib.MP_JOIN_SYN_TX);
    connection.touch();
    return true;
  }

  /**
   * "new subflows MUST NOT be established ... until a Data Sequence Signal (DSS) option has been
   * successfully received across the path" (section 3.1); "the receiver MUST NOT try to open any
   * additional subflows towards this address and port" where flag C was set.
   */
  private boolean mayOpen(ConnectTarget target) {
    AddressSignals signals = connection.signals();
    InetAddress to = target.remote().getAddress();
    return connection.negotiation().isMultipath()
        && connection.negotiation().confirmed()
        && !connection.fallback().waits()
        && hasRoom()
        && (connection.paths().mayJoinInitial()
            || !target.remote().equals(connection.stream().remoteAddress()))
        && signals.isForeignHost(to)
        && !signals.remote().isRemoved(to)
        && !exists(target);
  }

  /** "a host can initiate a new subflow over a currently unused pair of addresses" */
  private boolean exists(ConnectTarget target) {
    for (TcpSubflow subflow : connection.subflowSet().all()) {
      if (subflow.state() != SubflowState.CLOSED
          && subflow.localAddress().getAddress().equals(target.local().getAddress())
          && leadsTo(subflow, target.remote())) {
        return true;
      }
    }
    return false;
  }

  /**
   * "B can use the Address ID in the Join option to correlate this with the ADD_ADDR option ...;
   * now B knows not to open A2-B1" (section 3.4).
   */
  private boolean leadsTo(TcpSubflow subflow, InetSocketAddress remote) {
    if (!subflow.path().peerOpened()) {
      return subflow.remoteAddress().equals(remote);
    }
    return subflow.join() != null
        && connection.signals().remote().isOf(subflow.path().remoteId(), remote.getAddress());
  }

  /**
   * "The local port for such SYNs SHOULD also be the same as for the first subflow" (section
   * 3.9.1). Not again where it was used: the peer, or a middlebox, may remember the old subflow.
   */
  private FlowKey allocate(ConnectTarget target) {
    InetSocketAddress local = target.local();
    if (local.getPort() == 0 && attempted.add(local.getAddress(), target.remote())) {
      try {
        int port = connection.stream().localAddress().getPort();
        InetSocketAddress same = new InetSocketAddress(local.getAddress(), port);
        return services.allocate(target.zone(), same, target.remote());
      } catch (IllegalStateException e) {
        // taken: any other
      }
    }
    return services.allocate(target.zone(), local, target.remote());
  }

  /** The peer's HMAC in the SYN+ACK was right. */
  void onSynAck(TcpSubflow subflow, MpJoinView join) {
    connection.count(Mib.MP_JOIN_SYN_ACK_RX);
    if (join.backup()) {
      connection.count(Mib.MP_JOIN_SYN_ACK_BACKUP_RX);
    }
    if (subflow.remoteAddress().getPort() != connection.stream().remoteAddress().getPort()) {
      connection.count(Mib.MP_JOIN_PORT_SYN_ACK_RX);
    }
  }

  /** The third ACK of a join left: it is sent again until the fourth comes. */
  void confirm(TcpSubflow subflow, long now) {
    confirmations.add(new Confirmation(subflow, now + subflow.retransmissionTimeoutNanos()));
  }

  // opened by the peer

  /** An MP_JOIN whose token names this connection: null, or why a RST refuses it. */
  ResetReason accept(SegmentView syn, FlowKey key, long now) {
    connection.count(Mib.MP_JOIN_SYN_RX);
    MpJoinView join = syn.options().mpJoin();
    if (join.backup()) {
      connection.count(Mib.MP_JOIN_SYN_BACKUP_RX);
    }
    if (otherPort(key)) {
      connection.count(Mib.MP_JOIN_PORT_SYN_RX);
    }
    ResetReason refusal = refusal(join, key);
    InetAddress local = key.local().toInetAddress();
    int addressId = refusal == null ? connection.signals().local().id(local) : 0;
    if (addressId == LocalAddresses.NONE) {
      refusal = ResetReason.LACK_OF_RESOURCES;
    }
    if (refusal != null) {
      connection.count(Mib.MP_JOIN_REJECTED);
      return refusal;
    }
    if (!services.admitJoin()) {
      connection.count(Mib.JOINS_PENDING_FULL);
      return ResetReason.LACK_OF_RESOURCES;
    }
    TcpSubflow subflow = create(key, services.zones().get(key.zone()), addressId, true);
    subflow.path().halfOpen(true);
    subflow.path().localBackup(connection.signals().local().isBackup(local));
    subflow.tcp().accept(syn, now);
    return null;
  }

  private ResetReason refusal(MpJoinView join, FlowKey key) {
    InetAddress local = key.local().toInetAddress();
    boolean open = connection.negotiation().isMultipath() && !connection.fallback().waits();
    if (!open || isReplayed(join)) {
      return ResetReason.MPTCP_ERROR;
    }
    // a client has heard no DSS yet: the path may still prove unfit for MPTCP (section 3.1)
    boolean early = connection.negotiation().client() && !connection.negotiation().confirmed();
    if (early || !hasRoom()) {
      return NOT_NOW;
    }
    boolean initial = connection.startedAt(key.local(), key.localPort());
    boolean prohibited =
        (initial && !options.mptcp().joinInitialAddress())
            || connection.signals().local().isWithdrawn(local)
            || !connection.paths().accepts(key);
    return prohibited ? ResetReason.PROHIBITED : null;
  }

  /** "random numbers (nonces) that are used to prevent replay attacks": one is used once. */
  private boolean isReplayed(MpJoinView join) {
    for (TcpSubflow subflow : connection.subflowSet().all()) {
      if (subflow.path().halfOpen()
          && subflow.join().remoteNonce() == join.nonce()
          && subflow.path().remoteId() == join.addressId()) {
        return true;
      }
    }
    return false;
  }

  private boolean otherPort(FlowKey key) {
    return key.localPort() != connection.stream().localAddress().getPort();
  }

  /** The peer's HMAC in the third ACK was right. */
  void onThirdAck(TcpSubflow subflow) {
    connection.count(Mib.MP_JOIN_ACK_RX);
    if (otherPort(subflow.tcp().key())) {
      connection.count(Mib.MP_JOIN_PORT_ACK_RX);
    }
    confirmed(subflow);
  }

  // either

  private TcpSubflow create(FlowKey key, Zone zone, int addressId, boolean peerOpened) {
    JoinNonces join =
        new JoinNonces(connection.negotiation().keys(), addressId, (int) services.nextRandom());
    int id = connection.subflowSet().takeId();
    TcpParameters parameters = services.parameters(key, zone, options);
    parameters.connectTimeoutNanos(Math.min(options.connectTimeoutNanos(), JOIN_NANOS));
    TcpSubflow subflow = new TcpSubflow(connection, id, zone, parameters, join, peerOpened);
    subflow.phase(TcpSubflow.Phase.JOINING);
    connection.subflowSet().add(subflow);
    services.register(subflow);
    return subflow;
  }

  /** The peer's join is confirmed, or gone. */
  private void settled(TcpSubflow subflow) {
    if (subflow.path().halfOpen()) {
      subflow.path().halfOpen(false);
      services.settleJoin();
    }
  }

  /** A subflow is gone. */
  void onClosed(TcpSubflow subflow) {
    settled(subflow);
    connection.signals().onClosed(subflow);
  }

  /** The peer's HMAC, or its fourth ACK, was right: the subflow may carry data. */
  void confirmed(TcpSubflow subflow) {
    settled(subflow);
    joined = true;
    subflow.phase(TcpSubflow.Phase.OPEN);
    connection.ending().onSubflowUp();
    InetAddress seen = subflow.remoteAddress().getAddress();
    connection.signals().remote().observed(subflow.path().remoteId(), seen);
    confirmations.removeIf(waiting -> waiting.subflow == subflow);
    connection
        .events()
        .control(
            () -> {
              connection.events().tell(o -> o.onSubflowUp(connection.stream(), subflow));
              connection.paths().manager().onSubflowUp(connection.paths(), subflow);
            });
  }

  /** Whether there ever was another subflow than the initial one. */
  boolean joined() {
    return joined;
  }

  long deadline() {
    long deadline = Long.MAX_VALUE;
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

  /** "the packet MUST be retransmitted if this ACK is not received" (section 3.2). */
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
}
