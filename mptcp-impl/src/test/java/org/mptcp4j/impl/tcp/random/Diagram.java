package org.mptcp4j.impl.tcp.random;

import static org.mptcp4j.impl.tcp.TcpState.CLOSED;
import static org.mptcp4j.impl.tcp.TcpState.CLOSE_WAIT;
import static org.mptcp4j.impl.tcp.TcpState.CLOSING;
import static org.mptcp4j.impl.tcp.TcpState.ESTABLISHED;
import static org.mptcp4j.impl.tcp.TcpState.FIN_WAIT_1;
import static org.mptcp4j.impl.tcp.TcpState.FIN_WAIT_2;
import static org.mptcp4j.impl.tcp.TcpState.LAST_ACK;
import static org.mptcp4j.impl.tcp.TcpState.SYN_RECEIVED;
import static org.mptcp4j.impl.tcp.TcpState.SYN_SENT;
import static org.mptcp4j.impl.tcp.TcpState.TIME_WAIT;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.mptcp4j.impl.tcp.TcpState;

/**
 * The edges of RFC 9293, figure 5, that one event can take a connection along. One segment may pass
 * two edges: an ACK of the SYN with a FIN, say, or a FIN with the ACK of ours. Every state but
 * CLOSED leads to CLOSED, by RST, ABORT or a time-out.
 */
final class Diagram {
  private static final Map<TcpState, Set<TcpState>> EDGES = new EnumMap<>(TcpState.class);

  static {
    EDGES.put(CLOSED, EnumSet.of(SYN_SENT, SYN_RECEIVED));
    EDGES.put(SYN_SENT, EnumSet.of(SYN_RECEIVED, ESTABLISHED, FIN_WAIT_1, CLOSED));
    EDGES.put(SYN_RECEIVED, EnumSet.of(ESTABLISHED, FIN_WAIT_1, CLOSE_WAIT, CLOSING, CLOSED));
    EDGES.put(ESTABLISHED, EnumSet.of(FIN_WAIT_1, CLOSE_WAIT, CLOSED));
    EDGES.put(FIN_WAIT_1, EnumSet.of(FIN_WAIT_2, CLOSING, TIME_WAIT, CLOSED));
    EDGES.put(FIN_WAIT_2, EnumSet.of(TIME_WAIT, CLOSED));
    EDGES.put(CLOSE_WAIT, EnumSet.of(LAST_ACK, CLOSED));
    EDGES.put(CLOSING, EnumSet.of(TIME_WAIT, CLOSED));
    EDGES.put(LAST_ACK, EnumSet.of(CLOSED));
    EDGES.put(TIME_WAIT, EnumSet.of(CLOSED));
  }

  private Diagram() {}

  static boolean leads(TcpState from, TcpState to) {
    return from == to || EDGES.get(from).contains(to);
  }
}
