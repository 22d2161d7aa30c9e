package org.mptcp4j.impl.tcp;

/** The states of a connection (RFC 9293, section 3.3.2). LISTEN is the stack's. */
public enum TcpState {
  CLOSED,
  SYN_SENT,
  SYN_RECEIVED,
  ESTABLISHED,
  FIN_WAIT_1,
  FIN_WAIT_2,
  CLOSE_WAIT,
  CLOSING,
  LAST_ACK,
  TIME_WAIT;

  /** Both sides know each other's initial sequence number: SYN-RECEIVED does not count yet. */
  public boolean isSynchronized() {
    return ordinal() >= ESTABLISHED.ordinal();
  }

  /** The peer's FIN has not come in order yet, and text may arrive. */
  public boolean mayReceive() {
    return this == ESTABLISHED || this == FIN_WAIT_1 || this == FIN_WAIT_2;
  }

  /** The peer's FIN came, and all text before it. */
  public boolean remoteFinished() {
    return this == CLOSE_WAIT || this == CLOSING || this == LAST_ACK || this == TIME_WAIT;
  }

  /** New data or a FIN may leave. */
  public boolean maySend() {
    return this == ESTABLISHED || this == CLOSE_WAIT;
  }
}
