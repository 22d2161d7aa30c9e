package org.mptcp4j.conformance.packet;

/** Which protocol a case speaks. */
public enum Version {
  /** Plain TCP, RFC 9293. */
  TCP,
  /** Multipath TCP version 0, RFC 6824. */
  V0,
  /** Multipath TCP version 1, RFC 8684. */
  V1;

  /** The number in MP_CAPABLE; of plain TCP, -1. */
  public int number() {
    return ordinal() - 1;
  }

  @Override
  public String toString() {
    return this == TCP ? "tcp" : "v" + number();
  }
}
