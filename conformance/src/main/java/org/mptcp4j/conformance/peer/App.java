package org.mptcp4j.conformance.peer;

/** What runs above the peer's TCP: it decides what a case can make the peer do. */
public enum App {
  /** Sends back what it receives; closes when this side has (RFC 862). */
  ECHO,
  /** Receives only; closes when this side has (RFC 863). */
  DISCARD,
  /** A server that sends without end, whatever it receives (RFC 864). */
  SOURCE,
  /**
   * HTTP/1.0: a server sends its answer and closes first; a client speaks first, and closes when it
   * has the answer.
   */
  HTTP
}
