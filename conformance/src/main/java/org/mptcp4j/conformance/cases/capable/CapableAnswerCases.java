package org.mptcp4j.conformance.cases.capable;

import org.mptcp4j.conformance.dialogue.Case;
import org.mptcp4j.conformance.dialogue.Dialogue;
import org.mptcp4j.conformance.dialogue.Folder;
import org.mptcp4j.conformance.dialogue.Level;
import org.mptcp4j.conformance.packet.MpOption;
import org.mptcp4j.conformance.packet.MpOption.Capable;
import org.mptcp4j.conformance.packet.Version;
import org.mptcp4j.conformance.peer.Role;

/** What a client makes of a SYN+ACK that does not fit its offer: plain TCP. */
@Folder("mp_capable")
public final class CapableAnswerCases {
  private CapableAnswerCases() {}

  private static Capable answer(Dialogue d, int version, int flags) {
    return new Capable(version, flags, d.randomLong(), null, null, null);
  }

  @Case(
      id = "synack-without-option-means-plain-tcp",
      section = "3.1",
      roles = Role.CLIENT,
      variants = {"no-option", "other-subtype"},
      says =
          "If a SYN contains an MP_CAPABLE option but the SYN/ACK does not ... the MPTCP session"
              + " MUST operate as a regular, single-path TCP")
  static void none(Dialogue d, String variant) {
    if (variant.equals("no-option")) {
      Handshake.expectPlainClient(d);
    } else {
      Handshake.expectPlainClient(d, new MpOption.Unknown(14, new byte[] {0, 0}));
    }
  }

  @Case(
      id = "synack-of-higher-version-means-plain-tcp",
      section = "3.1",
      roles = Role.CLIENT,
      variants = {"next", "15"},
      says =
          "the version number it wishes to use, which MUST be equal to or lower than the version"
              + " number indicated in the initial MP_CAPABLE")
  static void higher(Dialogue d, String variant) {
    int version = variant.equals("next") ? d.version().number() + 1 : 15;
    Handshake.expectPlainClient(d, answer(d, version, Capable.H));
  }

  @Case(
      id = "synack-of-version-0-means-plain-tcp",
      section = "3.1",
      level = Level.SHOULD,
      versions = Version.V1,
      roles = Role.CLIENT,
      says =
          "If at any point in the handshake either party thinks the MPTCP negotiation is compromised"
              + " ... the host MUST stop using MPTCP")
  static void lower(Dialogue d) {
    // the SYN had no key, so that version 0 cannot go on from here
    Handshake.expectPlainClient(d, answer(d, 0, Capable.H));
  }

  @Case(
      id = "synack-of-wrong-length-means-plain-tcp",
      section = "3.1",
      level = Level.SHOULD,
      roles = Role.CLIENT,
      variants = {"4", "8", "20", "22"},
      says = "SYN/ACK (B->A): B's Key for this connection (Length = 12)")
  static void length(Dialogue d, String variant) {
    Handshake.expectPlainClient(
        d, Handshake.ofLength(d, Integer.parseInt(variant), d.version().number(), Capable.H));
  }

  @Case(
      id = "synack-without-algorithm-means-plain-tcp",
      section = "3.1",
      roles = Role.CLIENT,
      says =
          "If flag bits D through H are all 0, the MP_CAPABLE option MUST be treated as invalid"
              + " and ignored")
  static void noAlgorithm(Dialogue d) {
    Handshake.expectPlainClient(d, answer(d, d.version().number(), 0));
  }

  @Case(
      id = "synack-with-other-algorithm-means-plain-tcp",
      section = "3.1",
      roles = Role.CLIENT,
      says = "The responder responds with only 1 bit set -- this is the chosen algorithm")
  static void otherAlgorithm(Dialogue d) {
    Handshake.expectPlainClient(d, answer(d, d.version().number(), 0x02));
  }

  @Case(
      id = "synack-with-extensibility-means-plain-tcp",
      section = "3.1",
      versions = Version.V1,
      roles = Role.CLIENT,
      says =
          "If receiving a message with the 'B' flag set to 1, and this is not understood, then the"
              + " MP_CAPABLE ... MUST be silently ignored, which triggers a fallback to regular TCP")
  static void extensible(Dialogue d) {
    Handshake.expectPlainClient(d, answer(d, 1, Capable.B | Capable.H));
  }
}
