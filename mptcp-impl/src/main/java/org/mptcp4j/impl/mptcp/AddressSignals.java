package org.mptcp4j.impl.mptcp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.mptcp4j.CloseReason;
import org.mptcp4j.CloseReason.Kind;
import org.mptcp4j.MptcpOptions;
import org.mptcp4j.ResetReason;
import org.mptcp4j.SubflowState;
import org.mptcp4j.impl.mptcp.address.Announcements;
import org.mptcp4j.impl.mptcp.address.LocalAddresses;
import org.mptcp4j.impl.mptcp.address.RemoteAddresses;
import org.mptcp4j.impl.mptcp.address.RemovalChecks;
import org.mptcp4j.impl.mptcp.address.Signal;
import org.mptcp4j.impl.mptcp.address.Signal.Announce;
import org.mptcp4j.impl.mptcp.address.Signal.Echo;
import org.mptcp4j.impl.mptcp.address.Signal.Prioritize;
import org.mptcp4j.impl.mptcp.address.Signal.PrioritizeAddress;
import org.mptcp4j.impl.mptcp.address.Signal.Withdraw;
import org.mptcp4j.impl.mptcp.address.Signalling;
import org.mptcp4j.impl.mptcp.handshake.Keys;
import org.mptcp4j.impl.wire.IpAddress;
import org.mptcp4j.impl.wire.ReceivedOptions;
import org.mptcp4j.impl.wire.option.AddAddrView;
import org.mptcp4j.impl.wire.option.MpPrioView;

/**
 * Addresses and priorities that either side signals (RFC 6824 and RFC 8684, sections 3.3.8 and
 * 3.4): it puts what is to be told on the subflows that shall carry it, and acts upon what came.
 */
final class AddressSignals {
  /** Between two keep-alives of a path that is said to be gone. */
  private static final long SHORTEST_CHECK_NANOS = 200_000_000L;

  private final MultipathConnection connection;
  private final LocalAddresses local;
  private final RemoteAddresses remote;
  private final Announcements announcements;
  private final RemovalChecks checks = new RemovalChecks();
  private final ArrayDeque<Signal> homeless = new ArrayDeque<>(0);
  private final List<Runnable> early = new ArrayList<>(0);
  private int turn;

  AddressSignals(MultipathConnection connection, TcpSubflow initial, MptcpOptions options) {
    this.connection = connection;
    local = new LocalAddresses(initial.localAddress().getAddress());
    remote = new RemoteAddresses(initial.remoteAddress().getAddress(), options.maxAddresses());
    announcements = new Announcements(options.addAddrTries(), options.addAddrTimeoutNanos());
  }

  LocalAddresses local() {
    return local;
  }

  RemoteAddresses remote() {
    return remote;
  }

  private Signalling signalling() {
    return connection.negotiation().keys().handshake().signalling();
  }

  // what this side tells

  void announce(InetSocketAddress address, boolean backup) {
    int id = local.announce(address.getAddress(), backup);
    if (id == LocalAddresses.NONE) {
      connection.count(Mib.ADD_ADDR_TX_DROP);
      return;
    }
    Announce signal = new Announce(id, IpAddress.of(address.getAddress()), address.getPort());
    if (signalling().echoes()) {
      announcements.begin(signal, connection.nowNanos());
      tellNext(connection.nowNanos());
    } else {
      tellEverywhere(signal);
    }
  }

  private void tellNext(long now) {
    Announce next = announcements.takeDue(now);
    if (next != null) {
      tellOnce(next);
    }
  }

  /**
   * "The sending and receipt ... of this message SHOULD trigger the sending of RSTs by both hosts
   * on the affected subflow(s)" (section 3.4.2).
   */
  void withdraw(InetAddress address) {
    int id = local.withdraw(address);
    for (TcpSubflow subflow : connection.subflowSet().all()) {
      if (subflow.localAddress().getAddress().equals(address)) {
        remove(subflow, "its address was withdrawn");
      }
    }
    if (id != LocalAddresses.NONE) {
      announcements.forget(id);
      tellEverywhere(new Withdraw(List.of(id)));
    }
  }

  private void remove(TcpSubflow subflow, String why) {
    if (subflow.state() != SubflowState.CLOSED) {
      connection.count(Mib.RM_SUBFLOW);
      subflow.tcp().abort(CloseReason.of(Kind.ABORTED, ResetReason.UNSPECIFIED, why));
    }
  }

  void prioritize(TcpSubflow subflow, boolean backup) {
    subflow.path().signals().add(new Prioritize(backup));
  }

  /** Makes all subflows from one of this side's addresses backups, or no longer. */
  void prioritize(InetAddress address, boolean backup) {
    boolean byAddress = signalling().prioritizesAddresses();
    for (TcpSubflow subflow : connection.subflowSet().all()) {
      if (subflow.localAddress().getAddress().equals(address)) {
        if (byAddress) {
          subflow.path().localBackup(backup);
        } else {
          subflow.setBackup(backup);
        }
      }
    }
    if (byAddress && local.isKnown(address)) {
      tellOnce(new PrioritizeAddress(local.id(address), backup));
    }
  }

  /** Over one subflow, each time another: the last may have been the one that is dead. */
  private void tellOnce(Signal signal) {
    List<TcpSubflow> all = connection.subflowSet().all();
    for (int i = 0; i < all.size(); i++) {
      TcpSubflow next = all.get((turn + i) % all.size());
      if (next.usable()) {
        turn += i + 1;
        add(next, signal);
        return;
      }
    }
    homeless.addLast(signal);
  }

  /**
   * "it is RECOMMENDED that a sender should send these options on all available subflows" (RFC
   * 6824, section 3.4.1).
   */
  private void tellEverywhere(Signal signal) {
    boolean told = false;
    for (TcpSubflow subflow : connection.subflowSet().all()) {
      if (subflow.usable()) {
        told = true;
        add(subflow, signal);
      }
    }
    if (!told) {
      homeless.addLast(signal);
    }
  }

  private void add(TcpSubflow subflow, Signal signal) {
    if (!subflow.path().signals().add(signal)) {
      connection.count(dropCounter(signal));
    }
  }

  private static Mib dropCounter(Signal signal) {
    if (signal instanceof Withdraw) {
      return Mib.RM_ADDR_TX_DROP;
    }
    return signal instanceof Echo ? Mib.ECHO_ADD_TX_DROP : Mib.ADD_ADDR_TX_DROP;
  }

  /** Has ACKs sent for signals that wait; false where none waits or nobody may send one. */
  boolean requestAcks(long now) {
    if (!connection.negotiation().isMultipath() || connection.negotiation().capableAckDue()) {
      return false;
    }
    if (!homeless.isEmpty() && connection.subflowSet().firstUsable() != null) {
      for (int i = homeless.size(); i > 0; i--) {
        tellOnce(homeless.pollFirst());
      }
    }
    boolean asked = false;
    List<TcpSubflow> all = connection.subflowSet().all();
    for (int i = 0; i < all.size(); i++) {
      TcpSubflow subflow = all.get(i);
      if (subflow.usable() && subflow.path().signals().takeTurn(now, subflow.smoothedRttNanos())) {
        subflow.tcp().requestAck();
        asked = true;
      }
    }
    return asked;
  }

  /** A signal left with an ACK. */
  void sent(Signal signal) {
    if (signal instanceof Announce) {
      connection.count(Mib.ADD_ADDR_TX);
    } else if (signal instanceof Echo) {
      connection.count(Mib.ECHO_ADD_TX);
    } else if (signal instanceof Withdraw) {
      connection.count(Mib.RM_ADDR_TX);
    } else {
      connection.count(Mib.MP_PRIO_TX);
    }
  }

  long deadline() {
    if (!connection.negotiation().isMultipath()) {
      return Long.MAX_VALUE;
    }
    long deadline = Math.min(announcements.deadline(), checks.deadline());
    boolean ready = !connection.negotiation().capableAckDue();
    List<TcpSubflow> all = connection.subflowSet().all();
    for (int i = 0; ready && i < all.size(); i++) {
      if (all.get(i).usable()) {
        deadline = Math.min(deadline, all.get(i).path().signals().deadline());
      }
    }
    return deadline;
  }

  void onDeadline(long now) {
    tellNext(now);
    if (checks.deadline() <= now) {
      for (TcpSubflow subflow : connection.subflowSet().all()) {
        runCheck(subflow, now);
      }
    }
  }

  // what the peer tells

  /** Acts upon the options of a segment that TCP accepted. */
  void read(TcpSubflow carrier, ReceivedOptions options, long now) {
    for (int i = 0; i < options.addAddrCount(); i++) {
      readAddAddr(carrier, options.addAddr(i), now);
    }
    for (int i = 0; i < options.removeAddr().count(); i++) {
      readRemoveAddr(carrier, options.removeAddr().id(i), now);
    }
    if (options.mpPrio().present()) {
      readPriority(carrier, options.mpPrio());
    }
  }

  private void readAddAddr(TcpSubflow carrier, AddAddrView added, long now) {
    Keys keys = connection.negotiation().keys();
    if (!signalling().accepts(added, keys.localKey(), keys.remoteKey())) {
      // "If a host receives an ADD_ADDR option for which it cannot validate the HMAC, it SHOULD
      // silently ignore the option" (RFC 8684, section 3.4.1)
      connection.count(added.hasHmac() ? Mib.ADD_ADDR_HMAC_FAILURE : Mib.ADD_ADDR_DROP);
      return;
    }
    IpAddress address = new IpAddress(added.addressHi(), added.addressLo(), added.v6());
    if (added.echo()) {
      connection.count(Mib.ECHO_ADD);
      if (announcements.echoed(added.id(), address, added.port())) {
        tellNext(now);
      }
      return;
    }
    connection.count(Mib.ADD_ADDR);
    if (added.hasPort()) {
      connection.count(Mib.PORT_ADD);
    }
    if (learn(carrier, added.id(), address.toInetAddress(), added.port())
        && signalling().echoes()) {
      // "a receiver receiving a fresh ADD_ADDR option (where E=0), will send the same option back"
      add(carrier, new Echo(added.id(), address, added.port()));
    }
  }

  /**
   * "If no port is specified, MPTCP SHOULD attempt to connect to the specified address on the same
   * port as is already in use by the subflow on which the ADD_ADDR signal was sent" (section
   * 3.4.1); of a subflow that the peer opened the port is no more than the peer's own choice.
   *
   * @return false where the option is void
   */
  private boolean learn(TcpSubflow carrier, int id, InetAddress host, int port) {
    if (!isForeignHost(host)) {
      connection.count(Mib.ADD_ADDR_DROP);
      return true;
    }
    TcpSubflow user = carrier.path().peerOpened() ? connection.subflowSet().initial() : carrier;
    int inUse = user.remoteAddress().getPort();
    InetSocketAddress address = new InetSocketAddress(host, port == 0 ? inUse : port);
    switch (remote.announced(id, port, address)) {
      case NEWS, REFRESHED -> tell(id, address);
      case CONFLICT -> {
        connection.count(Mib.ADD_ADDR_CONFLICT);
        return false;
      }
      case FULL -> connection.count(Mib.ADD_ADDR_DROP);
      case KNOWN -> {}
    }
    return true;
  }

  /** Tells the path manager once it may act: "until a Data Sequence Signal (DSS) option ..." */
  private void tell(int id, InetSocketAddress address) {
    Runnable told =
        () -> {
          connection.events().tell(o -> o.onAddressAnnounced(connection.stream(), id, address));
          connection.paths().manager().onAddressAnnounced(connection.paths(), id, address);
        };
    if (connection.negotiation().confirmed()) {
      connection.events().control(told);
    } else {
      early.add(told);
    }
  }

  /** The first DSS came: subflows may be opened. */
  void onConfirmed() {
    early.forEach(connection.events()::control);
    early.clear();
  }

  /** Whether a subflow to that address could be of use. */
  boolean isForeignHost(InetAddress address) {
    if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
      return false;
    }
    byte[] octets = address.getAddress();
    if (octets.length == 4 && (octets[0] & 0xF0) == 0xF0) {
      return false; // class E and broadcast
    }
    for (int i = 0; i < connection.zones().size(); i++) {
      if (connection.zones().get(i).owns(address)) {
        return false;
      }
    }
    return true;
  }

  /**
   * "The receipt of REMOVE_ADDR SHOULD first trigger the sending of a TCP keepalive on the path,
   * and if a response is received the path SHOULD NOT be removed" (section 3.4.2). The subflow that
   * brought the news is alive.
   */
  private void readRemoveAddr(TcpSubflow carrier, int id, long now) {
    connection.count(Mib.RM_ADDR);
    boolean known = remote.remove(id);
    for (TcpSubflow subflow : connection.subflowSet().all()) {
      if (subflow.path().remoteId() == id && subflow.state() != SubflowState.CLOSED) {
        known = true;
        if (subflow != carrier) {
          check(subflow, now);
        }
      }
    }
    if (!known) {
      // "If there is no address at the requested ID, the receiver will silently ignore the request"
      connection.count(Mib.RM_ADDR_DROP);
      return;
    }
    connection
        .events()
        .control(
            () -> {
              connection.events().tell(o -> o.onAddressRemoved(connection.stream(), id));
              connection.paths().manager().onAddressRemoved(connection.paths(), id);
            });
  }

  private void check(TcpSubflow subflow, long now) {
    if (inDoubt(subflow)) {
      return;
    }
    if (!subflow.usable()) {
      remove(subflow, "the peer removed its address");
      return;
    }
    long interval = Math.max(SHORTEST_CHECK_NANOS, subflow.retransmissionTimeoutNanos());
    if (checks.begin(subflow.id(), now, subflow.minRttNanos(), interval)) {
      subflow.tcp().probe();
      connection.reports().onDoubtful(subflow);
    }
  }

  private void runCheck(TcpSubflow subflow, long now) {
    RemovalChecks.Action action = checks.due(subflow.id(), now);
    if (action == RemovalChecks.Action.PROBE) {
      subflow.tcp().probe();
    } else if (action == RemovalChecks.Action.REMOVE) {
      remove(subflow, "the peer removed its address");
    }
  }

  /** Whether it is being found out if the subflow's path is still there. */
  boolean inDoubt(TcpSubflow subflow) {
    return !checks.isEmpty() && checks.runs(subflow.id());
  }

  /** A segment came that TCP accepted. */
  void heard(TcpSubflow subflow, long now) {
    if (!checks.isEmpty()) {
      checks.heard(subflow.id(), now);
    }
  }

  private void readPriority(TcpSubflow carrier, MpPrioView priority) {
    connection.count(Mib.MP_PRIO_RX);
    if (!priority.hasAddressId()) {
      prioritized(carrier, priority.backup());
    } else if (signalling().prioritizesAddresses()) {
      // "all subflows in this connection that use the address identified by the given Address ID"
      for (TcpSubflow subflow : connection.subflowSet().all()) {
        if (subflow.path().remoteId() == priority.addressId()) {
          prioritized(subflow, priority.backup());
        }
      }
    }
  }

  private void prioritized(TcpSubflow subflow, boolean backup) {
    if (subflow.path().remoteBackup(backup)) {
      connection
          .events()
          .control(
              () -> {
                connection.events().tell(o -> o.onPriorityChanged(connection.stream(), subflow));
                connection.paths().manager().onPriorityChanged(connection.paths(), subflow);
              });
    }
  }

  /** A subflow is gone. */
  void onClosed(TcpSubflow subflow) {
    checks.forget(subflow.id());
    remote.failed(subflow.remoteAddress());
  }
}
