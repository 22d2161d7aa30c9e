package org.mptcp4j;

import java.net.InetAddress;
import java.util.Objects;
import java.util.Optional;

/**
 * Why a connection or subflow ended.
 *
 * @param kind what happened
 * @param icmp the ICMP error that ended it, where one did
 * @param reset what MP_TCPRST said, or says, of the RST that ended it (RFC 8684, section 3.6)
 * @param detail for a person to read; never null
 */
public record CloseReason(
    Kind kind, Optional<IcmpError> icmp, Optional<ResetReason> reset, String detail) {
  /** What happened. */
  public enum Kind {
    /** Both sides closed in order. */
    NORMAL,
    /** The SYN was answered with a RST. */
    REFUSED,
    /** The peer sent a RST or MP_FASTCLOSE. */
    RESET,
    /** This side reset it. */
    ABORTED,
    /** The peer did not answer in time. */
    TIMED_OUT,
    /** An ICMP error said that the peer can't be reached. */
    UNREACHABLE,
    /** The peer broke the protocol, and the RFC's answer is a reset. */
    PROTOCOL_ERROR
  }

  /**
   * An ICMP or ICMPv6 error as it came in.
   *
   * @param source who sent it
   * @param type its type, 0 to 255; of ICMPv6 where {@code source} is an IPv6 address
   * @param code its code, 0 to 255
   */
  public record IcmpError(InetAddress source, int type, int code) {}

  public CloseReason {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(icmp, "icmp");
    Objects.requireNonNull(reset, "reset");
    Objects.requireNonNull(detail, "detail");
  }

  public static CloseReason of(Kind kind, String detail) {
    return new CloseReason(kind, Optional.empty(), Optional.empty(), detail);
  }

  /** A RST that carries, or carried, MP_TCPRST. */
  public static CloseReason of(Kind kind, ResetReason reset, String detail) {
    return new CloseReason(kind, Optional.empty(), Optional.of(reset), detail);
  }

  public static CloseReason unreachable(IcmpError error) {
    return new CloseReason(
        Kind.UNREACHABLE,
        Optional.of(error),
        Optional.empty(),
        "ICMP type " + error.type() + " code " + error.code() + " from " + error.source());
  }
}
