package org.mptcp4j;

/** The life of a subflow. */
public enum SubflowState {
  /** The three-way handshake runs, or a join waits for its fourth ACK. */
  CONNECTING,
  /** May carry data. */
  ESTABLISHED,
  /** A FIN was sent or received. */
  CLOSING,
  /** Gone. */
  CLOSED
}
