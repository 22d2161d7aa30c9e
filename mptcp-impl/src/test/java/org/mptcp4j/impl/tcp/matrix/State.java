package org.mptcp4j.impl.tcp.matrix;

import org.mptcp4j.impl.tcp.TcpState;

/**
 * The states of RFC 9293, section 3.3.2, each with the variables that a {@link Conversation} in it
 * has. SYN-RECEIVED is two rows: "SYN-RECEIVED remembers last state" (MUST-11).
 */
enum State {
  CLOSED("CLOSED", 0, 0, 0),
  LISTEN("LISTEN", 0, 0, 0),
  SYN_SENT("SYN-SENT", 0, 1, 0),
  SYN_RECEIVED("SYN-RECEIVED", 0, 1, 1),
  SYN_RECEIVED_ACTIVE("SYN-RECEIVED (active)", 0, 1, 1),
  ESTABLISHED("ESTABLISHED", 101, 201, 101),
  FIN_WAIT_1("FIN-WAIT-1", 101, 202, 101),
  FIN_WAIT_2("FIN-WAIT-2", 202, 202, 101),
  CLOSE_WAIT("CLOSE-WAIT", 101, 201, 102),
  CLOSING("CLOSING", 101, 202, 102),
  LAST_ACK("LAST-ACK", 101, 202, 102),
  TIME_WAIT("TIME-WAIT", 202, 202, 102);

  private final String label;
  private final long una;
  private final long nxt;
  private final long rcv;

  State(String label, long una, long nxt, long rcv) {
    this.label = label;
    this.una = una;
    this.nxt = nxt;
    this.rcv = rcv;
  }

  /** SND.UNA, the ISS being 0. */
  long una() {
    return una;
  }

  /** SND.NXT, the ISS being 0. */
  long nxt() {
    return nxt;
  }

  /** RCV.NXT, the IRS being 0. */
  long rcv() {
    return rcv;
  }

  /** The state as the engine names it. */
  TcpState engineState() {
    return switch (this) {
      case SYN_RECEIVED_ACTIVE -> TcpState.SYN_RECEIVED;
      default -> TcpState.valueOf(name());
    };
  }

  @Override
  public String toString() {
    return label;
  }
}
