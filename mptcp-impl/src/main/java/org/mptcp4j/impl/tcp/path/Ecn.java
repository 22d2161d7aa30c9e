package org.mptcp4j.impl.tcp.path;

import org.mptcp4j.TcpOptions;
import org.mptcp4j.impl.wire.TcpFlags;

/**
 * Explicit congestion notification of one connection (RFC 3168, section 6.1): its negotiation, the
 * marks of what is sent, and the echo of marks that come in.
 *
 * <p>An "ECN-setup" SYN has ECE and CWR, an "ECN-setup" SYN+ACK has ECE without CWR.
 */
public final class Ecn {
  /** The codepoint of packets that may not be marked. */
  public static final int NOT_ECT = 0;

  /** "When only one ECT codepoint is needed ..., ECT(0) SHOULD be used" (section 6.1.2). */
  public static final int ECT_0 = 2;

  /** Congestion experienced; also the mask of the field in the traffic class. */
  public static final int CE = 3;

  private static final int BOTH = TcpFlags.ECE | TcpFlags.CWR;

  private final TcpOptions.Ecn mode;
  private boolean askedHere;
  private boolean declinedHere;
  private boolean askedThere;
  private boolean declinedThere;
  private boolean echoing;
  private long marksReceived;

  public Ecn(TcpOptions.Ecn mode) {
    this.mode = mode;
  }

  /**
   * The flags of a SYN that is about to leave.
   *
   * @param again whether one left before. "A host that receives no reply to an ECN-setup SYN ...
   *     MAY resend the SYN and any subsequent SYN retransmissions with CWR and ECE cleared"
   *     (section 6.1.1.1)
   */
  public int synFlags(boolean again) {
    return leave(mode == TcpOptions.Ecn.REQUEST && !again, BOTH);
  }

  /**
   * The flags of a SYN+ACK that is about to leave. "If a host has received an ECN-setup SYN packet,
   * then it MAY send an ECN-setup SYN-ACK packet. Otherwise, it MUST NOT" (section 6.1.1)
   */
  public int synAckFlags() {
    boolean grants = mode != TcpOptions.Ecn.OFF && askedThere && !declinedThere && !declinedHere;
    return leave(grants, TcpFlags.ECE);
  }

  private int leave(boolean setup, int flags) {
    askedHere |= setup;
    declinedHere |= !setup;
    return setup ? flags : 0;
  }

  /**
   * The peer's SYN or SYN+ACK came. A SYN+ACK with both flags reflects those of the SYN: its sender
   * knows nothing of ECN (section 6.1.1.2).
   */
  public void onSyn(int flags) {
    boolean synAck = (flags & TcpFlags.ACK) != 0;
    boolean setup = (flags & BOTH) == (synAck ? TcpFlags.ECE : BOTH);
    askedThere |= setup;
    declinedThere |= !setup;
  }

  /**
   * Whether new data is sent with ECT. "A host MUST NOT set ECT on data packets unless it has sent
   * at least one ECN-setup SYN or ECN-setup SYN-ACK packet, and has received at least one ..., and
   * has sent no non-ECN-setup SYN or non-ECN-setup SYN-ACK packet" (section 6.1.1).
   */
  public boolean marksData() {
    return askedHere && !declinedHere && askedThere && !declinedThere;
  }

  /** Whether marks that come in are echoed; this side need not send any itself for that. */
  private boolean echoesMarks() {
    return askedHere && askedThere && !declinedThere;
  }

  /**
   * Text within the window came in: "the TCP data receiver SHOULD ignore the ECN field on arriving
   * data packets that are outside of the receiver's current window" (section 6.1.5).
   *
   * @param flags of its TCP header
   * @param trafficClass of its IP header
   * @return whether it wants an ACK at once: the sender's window may be very small after CWR, and
   *     the sooner it hears of congestion, the better
   */
  public boolean onText(int flags, int trafficClass) {
    if (!echoesMarks()) {
      return false;
    }
    boolean reduced = echoing && (flags & TcpFlags.CWR) != 0;
    boolean marked = (trafficClass & CE) == CE;
    boolean before = echoing && !reduced;
    echoing = before || marked;
    marksReceived += marked ? 1 : 0;
    return reduced || echoing != before;
  }

  /**
   * ECE, or 0: set "in all the ACK packets it sends (whether they acknowledge CE data packets or
   * non-CE data packets) until it receives a CWR packet" (section 6.1.3).
   */
  public int ackFlags() {
    return echoing ? TcpFlags.ECE : 0;
  }

  /** Whether the flags of an ACK say that what was sent met congestion. */
  public boolean isEcho(int flags) {
    return (flags & TcpFlags.ECE) != 0 && marksData();
  }

  /** Segments that came in with a mark. */
  public long marksReceived() {
    return marksReceived;
  }
}
