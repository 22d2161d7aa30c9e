package org.mptcp4j.impl.stack;

import java.net.InetAddress;
import org.mptcp4j.CloseReason.IcmpError;
import org.mptcp4j.ResetReason;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.engine.Zone;
import org.mptcp4j.impl.mptcp.Mib;
import org.mptcp4j.impl.mptcp.MultipathConnection;
import org.mptcp4j.impl.mptcp.TcpSubflow;
import org.mptcp4j.impl.mptcp.handshake.HandshakeV0;
import org.mptcp4j.impl.tcp.TcpConnection;
import org.mptcp4j.impl.tcp.TimeWait;
import org.mptcp4j.impl.tcp.path.Ecn;
import org.mptcp4j.impl.tcp.path.PathMtu;
import org.mptcp4j.impl.wire.Flow;
import org.mptcp4j.impl.wire.FlowKey;
import org.mptcp4j.impl.wire.IcmpErrorView;
import org.mptcp4j.impl.wire.ParseResult;
import org.mptcp4j.impl.wire.SegmentView;
import org.mptcp4j.impl.wire.option.MpJoinView;

/**
 * Whom a packet is for: a subflow, a request that waits, a token, a listener; or nobody. Answers
 * "mine" or "not mine", and the latter only in transparent zones.
 */
final class Ingress {
  private final EngineStack stack;
  private final Zones zones;
  private final FlowTable flows;
  private final TimeWaits timeWaits;
  private final RequestTable requests;
  private final ListenerTable listeners;
  private final Replies replies;
  private final CounterTable counters;
  private final Siblings siblings;
  private final SegmentView view = new SegmentView();
  private final IcmpErrorView icmp = new IcmpErrorView();

  Ingress(
      EngineStack stack,
      Zones zones,
      FlowTable flows,
      TimeWaits timeWaits,
      RequestTable requests,
      ListenerTable listeners,
      Replies replies,
      CounterTable counters,
      Siblings siblings) {
    this.stack = stack;
    this.zones = zones;
    this.flows = flows;
    this.timeWaits = timeWaits;
    this.requests = requests;
    this.listeners = listeners;
    this.replies = replies;
    this.counters = counters;
    this.siblings = siblings;
  }

  boolean input(Zone zone, PacketBuffer packet, long now) {
    ParseResult result = view.parse(packet);
    return switch (result) {
      case TCP -> segment(zone, now);
      case ICMP_ERROR -> icmpError(zone, packet, now);
      case OTHER -> notForMe(zone, Mib.NOT_TCP);
      case FRAGMENT -> notForMe(zone, Mib.FRAGMENTS_DROPPED);
      case MALFORMED -> drop(Mib.MALFORMED);
      case BAD_CHECKSUM -> drop(Mib.BAD_CHECKSUM);
    };
  }

  /** It goes no further here, and that is counted. */
  private boolean drop(Mib why) {
    counters.add(why, 1);
    return true;
  }

  private boolean notForMe(Zone zone, Mib why) {
    return !zone.transparent() && drop(why);
  }

  private boolean segment(Zone zone, long now) {
    counters.add(Mib.SEGMENTS_IN, 1);
    if ((view.trafficClass() & Ecn.CE) == Ecn.CE) {
      counters.add(Mib.MARKED_IN, 1);
    }
    if (!Unicast.isBetweenHosts(view)) {
      // "An incoming SYN with an invalid source address MUST be ignored"; "MUST silently discard an
      // incoming SYN segment that is addressed to a broadcast or multicast address"
      return notForMe(zone, Mib.NOT_TCP);
    }
    if (view.options().mptcpMalformed()) {
      counters.add(Mib.MALFORMED_MPTCP_OPTION, 1);
    }
    Flow flow = flows.find(zone.index(), view);
    if (flow instanceof TcpSubflow subflow) {
      try {
        subflow.connection().input(subflow, view, now);
      } catch (RuntimeException e) {
        stack.fail(subflow.connection(), e);
      }
      return true;
    }
    return flow instanceof TimeWait rest ? late(zone, rest, now) : first(zone, now);
  }

  /** A SYN that somebody will take may take over a connection in TIME-WAIT (RFC 6191). */
  private boolean late(Zone zone, TimeWait rest, long now) {
    boolean reuse =
        view.syn()
            && rest.mayGiveWayTo(view)
            && (view.options().mpJoin().present() || listens(zone));
    if (!reuse) {
      timeWaits.input(rest, view, now);
      return true;
    }
    timeWaits.giveWay(rest);
    boolean mine = first(zone, now);
    timeWaits.comeBack(rest.key());
    return mine;
  }

  /** A segment of a flow that has no connection. */
  private boolean first(Zone zone, long now) {
    if (requests.input(zone, view) || handedOver(zone)) {
      return true;
    }
    boolean opens = view.syn() && !view.ack() && !view.rst();
    return (opens && open(zone, now)) || nobody(zone);
  }

  /** Its flow is a sibling's: it came in where the device thought it right. */
  private boolean handedOver(Zone zone) {
    return siblings.count() > 1
        && handed(siblings.handOver(view.flowKey(zone.index()), zone.index(), view.packet()));
  }

  private boolean handed(Siblings.Handover outcome) {
    return switch (outcome) {
      case NOBODYS -> false;
      case TAKEN -> drop(Mib.HANDED_OVER);
      case DROPPED -> drop(Mib.HAND_OVER_DROPS);
    };
  }

  private boolean open(Zone zone, long now) {
    MpJoinView join = view.options().mpJoin();
    if (join.present() && join.length() == MpJoinView.SYN_LENGTH) {
      return join(zone, join.token(), now);
    }
    boolean local = zones.own(view.destination().toInetAddress());
    if (!zone.transparent() && !local) {
      return drop(Mib.NOT_TCP);
    }
    if (!HandshakeV0.understands(view.options().mpCapable())) {
      // "this SYN MUST be silently ignored": a foreign one passes, as it would without an engine
      return local && drop(Mib.MP_CAPABLE_IGNORED);
    }
    ListenerTable.Entry listener =
        listeners.find(zone, view.destination().toInetAddress(), view.destinationPort());
    if (listener == null) {
      return false;
    }
    return stack.isFull() ? drop(Mib.CONNECTIONS_FULL) : requests.offer(zone, listener, view, now);
  }

  /**
   * "If the token received at Host B is unknown or local policy prohibits the acceptance of the new
   * subflow, the recipient MUST respond with a TCP RST" (RFC 8684, section 3.2). A token says
   * nothing of a SYN between two others: that one passes.
   */
  private boolean join(Zone zone, int token, long now) {
    MultipathConnection connection = stack.byToken(token);
    if (connection == null && handed(siblings.handOverJoin(token, zone.index(), view.packet()))) {
      return true;
    }
    boolean mine =
        zones.own(view.destination().toInetAddress())
            || (connection != null
                && connection.startedAt(view.destination(), view.destinationPort()));
    if (!mine) {
      return notForMe(zone, Mib.NOT_TCP);
    }
    if (connection == null) {
      counters.add(Mib.MP_JOIN_NO_TOKEN, 1);
      replies.reset(zone, view, stack.explainsResets() ? ResetReason.MPTCP_ERROR : null);
      return true;
    }
    try {
      ResetReason refusal = connection.acceptJoin(view, view.flowKey(zone.index()), now);
      if (refusal != null) {
        replies.reset(zone, view, connection.explainsResets() ? refusal : null);
      }
    } catch (RuntimeException e) {
      stack.fail(connection, e);
    }
    return true;
  }

  private boolean nobody(Zone zone) {
    if (zone.transparent()) {
      return false;
    }
    if (zones.own(view.destination().toInetAddress())) {
      if (view.ack() || view.syn() || !listens(zone)) {
        replies.reset(zone, view);
      }
      // else LISTEN: "This should not be reached. Drop the segment and return" (3.10.7.2)
    } else {
      counters.add(Mib.NOT_TCP, 1);
    }
    return true;
  }

  private boolean listens(Zone zone) {
    InetAddress address = view.destination().toInetAddress();
    return listeners.find(zone, address, view.destinationPort()) != null;
  }

  private boolean icmpError(Zone zone, PacketBuffer packet, long now) {
    if (icmp.parse(packet) != ParseResult.ICMP_ERROR) {
      return notForMe(zone, Mib.NOT_TCP);
    }
    FlowKey key = icmp.flowKey(zone.index());
    if (!(flows.get(key) instanceof TcpSubflow subflow)) {
      return handed(siblings.handOver(key, zone.index(), packet)) || notForMe(zone, Mib.NOT_TCP);
    }
    if (!subflow.tcp().isOutstanding(icmp.quotedSequence())) {
      // RFC 5927, section 4.1: "TCP SHOULD check that the TCP sequence number contained in the
      // payload of the ICMP error message is within the range SND.UNA =< SEG.SEQ < SND.NXT"
      return notForMe(zone, Mib.ICMP_OUT_OF_WINDOW);
    }
    counters.add(Mib.ICMP_ERRORS_IN, 1);
    if (icmp.tooBig()) {
      tooBig(subflow.tcp(), now);
    } else {
      IcmpError error = new IcmpError(icmp.source().toInetAddress(), icmp.type(), icmp.code());
      subflow.tcp().icmpError(error, now);
    }
    stack.touch(subflow.connection());
    return true;
  }

  private void tooBig(TcpConnection tcp, long now) {
    boolean told = icmp.mtu() > 0 || icmp.v6();
    int mtu = told ? icmp.mtu() : PathMtu.plateauBelow(icmp.quotedLength());
    if (tcp.packetTooBig(mtu, icmp.quotedSequence(), now)) {
      counters.add(Mib.PATH_MTU_REDUCED, 1);
    }
  }
}
