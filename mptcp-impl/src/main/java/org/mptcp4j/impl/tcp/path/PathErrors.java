package org.mptcp4j.impl.tcp.path;

import java.util.Optional;
import org.mptcp4j.CloseReason;
import org.mptcp4j.CloseReason.IcmpError;
import org.mptcp4j.CloseReason.Kind;
import org.mptcp4j.impl.wire.IcmpTypes;

/**
 * What ICMP errors other than those about size mean to a connection (RFC 1122, section 4.2.3.9; RFC
 * 5927, section 4). None ends a connection that is open, for anybody may forge one; the last is
 * remembered as the likely cause if the connection times out.
 *
 * <p>While the SYN is unanswered, an unreachable destination ends the attempt, whatever the code
 * (RFC 5461, section 4.1, names this deviation and its reason: who waits for the connection, here
 * often another host, hears why it can't be).
 */
public final class PathErrors {
  private IcmpError last;

  /** Whether an error ends an attempt whose SYN it quotes. */
  public static boolean endsAttempt(IcmpError error) {
    boolean v6 = error.source().getAddress().length == 16;
    return v6
        ? error.type() == IcmpTypes.V6_DESTINATION_UNREACHABLE
        : error.type() == IcmpTypes.V4_DESTINATION_UNREACHABLE
            && error.code() != IcmpTypes.V4_FRAGMENTATION_NEEDED;
  }

  /**
   * RFC 1122, section 4.2.3.9: "TCP MUST NOT abort the connection, and it SHOULD make the
   * information available to the application".
   */
  public void remember(IcmpError error) {
    last = error;
  }

  /** The peer answers: what went wrong is over. */
  public void onProgress() {
    last = null;
  }

  /** Why a connection ends whose peer does not answer. */
  public CloseReason timedOut(String detail) {
    if (last == null) {
      return CloseReason.of(Kind.TIMED_OUT, detail);
    }
    return new CloseReason(
        Kind.TIMED_OUT,
        Optional.of(last),
        Optional.empty(),
        detail + "; the last ICMP error: " + CloseReason.unreachable(last).detail());
  }
}
