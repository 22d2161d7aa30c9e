package org.mptcp4j;

/** The protocol that a connection offers or accepts. */
public enum MptcpVersion {
  /** Plain TCP. */
  OFF,
  /** Version 0, RFC 6824. */
  V0,
  /** Version 1, RFC 8684. */
  V1
}
