package org.mptcp4j.conformance.peer;

/** What the peer is; the suite plays the other side. */
public enum Role {
  SERVER,
  CLIENT
}
