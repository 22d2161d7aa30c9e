package org.mptcp4j.conformance.cases.capable;

import static org.mptcp4j.conformance.dialogue.Condition.any;
import static org.mptcp4j.conformance.dialogue.Condition.synAck;

import org.mptcp4j.conformance.dialogue.Case;
import org.mptcp4j.conformance.dialogue.Dialogue;
import org.mptcp4j.conformance.dialogue.Folder;
import org.mptcp4j.conformance.dialogue.Leg;
import org.mptcp4j.conformance.dialogue.Level;
import org.mptcp4j.conformance.packet.MpOption.Capable;
import org.mptcp4j.conformance.packet.Version;

/** What a server answers to versions, flags and lengths in the MP_CAPABLE of a SYN. */
@Folder("mp_capable")
public final class CapableOfferCases {
  private CapableOfferCases() {}

  private static Capable offer(Dialogue d, int version, int flags) {
    Long key = d.isV0() ? (Long) d.randomLong() : null;
    return new Capable(version, flags, key, null, null, null);
  }

  private static Capable answer(Dialogue d, Capable offer) {
    Leg leg = d.leg();
    leg.syn(offer);
    return leg.expect(synAck()).option(Capable.class).orElse(null);
  }

  @Case(
      id = "synack-has-no-unassigned-flags",
      section = "3.1",
      says = "MUST set bit \"H\" to 1, and bits \"D\" through \"G\" to 0; B MUST be set to 0")
  static void flags(Dialogue d) {
    Capable answer = answer(d, offer(d, d.version().number(), Capable.H));
    d.check("MP_CAPABLE in the SYN,ACK", answer != null);
    d.check("bit B is 0", !answer.has(Capable.B));
    d.check("bit H is 1", answer.has(Capable.H));
    int unassigned = d.isV0() ? 0x3e : 0x1e;
    d.check("all other algorithms are 0", (answer.flags() & unassigned) == 0);
  }

  @Case(
      id = "responder-selects-one-algorithm",
      section = "3.1",
      says = "The responder responds with only 1 bit set -- this is the chosen algorithm")
  static void oneAlgorithm(Dialogue d) {
    Capable answer = answer(d, offer(d, d.version().number(), 0x1f));
    d.check("MP_CAPABLE in the SYN,ACK", answer != null);
    d.check("H alone of D to H", (answer.flags() & 0x1f) == Capable.H);
  }

  @Case(
      id = "offer-without-algorithm-is-ignored",
      section = "3.1",
      variants = {"no-flag", "checksum-alone"},
      says =
          "If flag bits D through H are all 0, the MP_CAPABLE option MUST be treated as invalid"
              + " and ignored")
  static void noAlgorithm(Dialogue d, String variant) {
    int flags = variant.equals("no-flag") ? 0 : Capable.A;
    Handshake.expectPlainServer(d, offer(d, d.version().number(), flags));
  }

  @Case(
      id = "unsupported-algorithm-is-not-accepted",
      section = "3.1",
      says =
          "If a responder does not support ... any of the initiator's proposals, it MUST respond"
              + " without an MP_CAPABLE option")
  static void unsupported(Dialogue d) {
    Handshake.expectPlainServer(d, offer(d, d.version().number(), 0x02));
  }

  @Case(
      id = "extensibility-flag-falls-back",
      section = "3.1",
      versions = Version.V1,
      says =
          "'B' flag set to 1, and this is not understood, then the MP_CAPABLE in this SYN MUST be"
              + " silently ignored, which triggers a fallback to regular TCP")
  static void extensible(Dialogue d) {
    Handshake.expectPlainServer(d, offer(d, 1, Capable.B | Capable.H));
  }

  @Case(
      id = "extensibility-flag-drops-the-syn",
      section = "3.1",
      versions = Version.V0,
      says =
          "If receiving a message with the \"B\" flag set to 1, and this is not understood, then"
              + " this SYN MUST be silently ignored")
  static void extensibleV0(Dialogue d) {
    Leg leg = d.leg();
    leg.syn(offer(d, 0, Capable.B | Capable.H));
    leg.expectNone(any());
  }

  @Case(
      id = "answer-is-not-above-the-offered-version",
      section = "3.1",
      versions = Version.V1,
      variants = {"0", "2", "15"},
      says =
          "the version number it wishes to use, which MUST be equal to or lower than the version"
              + " number indicated in the initial MP_CAPABLE")
  static void version(Dialogue d, String variant) {
    int offered = Integer.parseInt(variant);
    Long key = offered == 0 ? (Long) d.randomLong() : null;
    Capable answer = answer(d, new Capable(offered, Capable.H, key, null, null, null));
    d.check("no version above " + offered, answer == null || answer.version() <= offered);
    d.check("and none above 1", answer == null || answer.version() <= 1);
  }

  @Case(
      id = "syn-without-key-gets-plain-tcp",
      section = "3.1",
      versions = Version.V0,
      variants = {"0", "1"},
      says =
          "A listener that supports v0 expects that the MP_CAPABLE option in the SYN-segment"
              + " includes the initiator's key (RFC 8684, section 3.1)")
  static void withoutKey(Dialogue d, String variant) {
    Capable offer = new Capable(Integer.parseInt(variant), Capable.H, null, null, null, null);
    Capable answer = offer.version() == 1 ? answer(d, offer) : null;
    // a listener of both versions takes that of version 1
    if (answer == null || answer.version() != 1) {
      Handshake.expectPlainServer(d, offer);
    }
  }

  @Case(
      id = "offer-of-wrong-length-is-ignored",
      section = "3.1",
      level = Level.SHOULD,
      variants = {"8", "16", "20", "24"},
      says =
          "The contents of the option is determined by the SYN and ACK flags of the packet, along"
              + " with the option's length field")
  static void length(Dialogue d, String variant) {
    int length = Integer.parseInt(variant);
    Handshake.expectPlainServer(d, Handshake.ofLength(d, length, d.version().number(), Capable.H));
  }

  @Case(
      id = "offer-with-key-is-not-version-1",
      section = "3.1",
      level = Level.SHOULD,
      versions = Version.V1,
      says = "SYN (A->B): only the first four octets (Length = 4)")
  static void keyInSyn(Dialogue d) {
    Handshake.expectPlainServer(d, Handshake.ofLength(d, 12, 1, Capable.H));
  }
}
