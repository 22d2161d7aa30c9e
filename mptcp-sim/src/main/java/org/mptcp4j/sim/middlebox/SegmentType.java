package org.mptcp4j.sim.middlebox;

/** What a segment is in the life of its connection. */
public enum SegmentType {
  SYN,
  SYN_ACK,
  /** The ACK that completes the handshake; it may come more than once. */
  THIRD_ACK,
  /** With payload, and FIN where it has one. */
  DATA,
  /** Neither payload nor flags but ACK. */
  ACK,
  /** FIN without payload. */
  FIN,
  RST
}
