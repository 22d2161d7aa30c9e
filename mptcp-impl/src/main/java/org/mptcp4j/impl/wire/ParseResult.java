package org.mptcp4j.impl.wire;

/** The verdict on a packet. */
public enum ParseResult {
  /** A TCP segment, whole and with a right checksum. */
  TCP,
  /** An ICMP or ICMPv6 error message: for {@link IcmpErrorView}. */
  ICMP_ERROR,
  /** IP, but nothing for TCP: UDP, ICMP echo and the like. */
  OTHER,
  /** A fragment of an IP packet. */
  FRAGMENT,
  /** A field contradicts another, or the packet ends too early. */
  MALFORMED,
  /** The checksum of the IPv4 header, of TCP or of ICMP is wrong. */
  BAD_CHECKSUM
}
