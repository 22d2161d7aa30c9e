package org.mptcp4j.conformance.cases.tcp;

import static org.mptcp4j.conformance.dialogue.Condition.acknowledges;
import static org.mptcp4j.conformance.dialogue.Condition.any;
import static org.mptcp4j.conformance.dialogue.Condition.reset;
import static org.mptcp4j.conformance.dialogue.Condition.synAck;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.mptcp4j.conformance.dialogue.Case;
import org.mptcp4j.conformance.dialogue.Dialogue;
import org.mptcp4j.conformance.dialogue.Folder;
import org.mptcp4j.conformance.dialogue.Leg;
import org.mptcp4j.conformance.dialogue.Opening;
import org.mptcp4j.conformance.packet.Flags;
import org.mptcp4j.conformance.packet.Packet;
import org.mptcp4j.conformance.packet.PacketWriter;
import org.mptcp4j.conformance.packet.TcpOption;
import org.mptcp4j.conformance.peer.App;
import org.mptcp4j.conformance.peer.Role;

/** Segments that no TCP may take: checksum, header length; and bits it has to leave alone. */
@Folder("tcp")
public final class TcpChecksumCases {
  private static final int OFFSET = 0xf000;

  private TcpChecksumCases() {}

  @Case(
      id = "wrong-checksum-is-dropped",
      section = "3.1",
      roles = {Role.SERVER, Role.CLIENT},
      says = "the receiver MUST check it (MUST-3)",
      variants = {"text", "fin", "rst", "ack-of-nothing-sent", "syn"})
  static void wrongChecksum(Dialogue d, String variant) {
    Leg leg = Opening.of(d).plain();
    byte[] text = d.randomBytes(variant.equals("text") ? 50 : 0);
    int flags =
        switch (variant) {
          case "fin" -> Flags.FIN | Flags.ACK;
          case "rst" -> Flags.RST;
          case "syn" -> Flags.SYN;
          default -> Flags.ACK;
        };
    int ack = leg.rcvNxt() + (variant.startsWith("ack") ? 1 : 0);
    leg.skip();
    leg.segment().flags(flags).seq(leg.sndNxt()).ack(ack).payload(text).badChecksum().send();
    leg.expectNone(any());
    d.assertAlive(leg);
  }

  @Case(
      id = "syn-with-wrong-checksum-is-dropped",
      section = "3.1",
      says = "the receiver MUST check it (MUST-3)")
  static void wrongSyn(Dialogue d) {
    Leg leg = d.leg();
    leg.segment().flags(Flags.SYN).seq(leg.iss()).badChecksum().send();
    leg.expectNone(any());
    leg.syn();
    leg.expect(synAck());
  }

  @Case(
      id = "third-ack-with-wrong-checksum-is-dropped",
      section = "3.1",
      apps = App.SOURCE,
      says = "the receiver MUST check it (MUST-3)")
  static void wrongThirdAck(Dialogue d) {
    Leg leg = d.leg();
    leg.syn();
    leg.expect(synAck());
    leg.segment().badChecksum().send();
    leg.expectNone(any());
    leg.ack();
    d.expect("text", () -> leg.stream().length > 0);
  }

  private static Packet model(Leg leg, int flags, byte[] text) {
    return new Packet(
        leg.local(),
        leg.remote(),
        leg.sndNxt(),
        leg.rcvNxt(),
        flags,
        leg.window(),
        0,
        0,
        List.of(),
        text,
        List.of());
  }

  @Case(
      id = "impossible-header-length-is-dropped",
      section = "3.1",
      roles = {Role.SERVER, Role.CLIENT},
      says = "Data Offset: The number of 32-bit words in the TCP header, 5 at least",
      variants = {"0", "1", "4", "15"})
  static void headerLength(Dialogue d, String variant) {
    Leg leg = Opening.of(d).plain();
    leg.skip();
    int words = Integer.parseInt(variant);
    Packet packet = model(leg, Flags.ACK, d.randomBytes(8));
    d.sendRaw(Spoiled.offsetAndFlags(packet, OFFSET, words << 12));
    leg.expectNone(acknowledges(leg.sndNxt() + 8).or(reset()));
    d.assertAlive(leg);
  }

  @Case(
      id = "impossible-header-length-of-syn-is-dropped",
      section = "3.1",
      says = "Data Offset: The number of 32-bit words in the TCP header, 5 at least",
      variants = {"0", "4", "15"})
  static void headerLengthOfSyn(Dialogue d, String variant) {
    Leg leg = d.leg();
    Packet packet = model(leg, Flags.SYN, new byte[0]);
    d.sendRaw(Spoiled.offsetAndFlags(packet, OFFSET, Integer.parseInt(variant) << 12));
    leg.expectNone(any());
    d.assertAlive(Opening.of(d).plain());
  }

  @Case(
      id = "reserved-bits-are-ignored",
      section = "3.1",
      roles = {Role.SERVER, Role.CLIENT},
      says = "must be ignored in received segments if the corresponding ... are unimplemented",
      variants = {"first", "second", "third", "all"})
  static void reserved(Dialogue d, String variant) {
    Leg leg = Opening.of(d).plain();
    int bits =
        switch (variant) {
          case "first" -> 0x0800;
          case "second" -> 0x0400;
          case "third" -> 0x0200;
          default -> 0x0e00;
        };
    byte[] text = d.randomBytes(8);
    Packet packet = model(leg, Flags.ACK | Flags.PSH, text);
    d.sendRaw(Spoiled.offsetAndFlags(packet, bits, bits));
    leg.expect(acknowledges(leg.sndNxt() + 8));
    d.expect("the text sent back", () -> leg.stream().length >= 8);
    leg.segment().payload(text).send();
    d.assertAlive(leg);
  }

  @Case(
      id = "segment-cut-short-is-dropped",
      section = "3.1",
      says = "the receiver MUST check it (MUST-3): the pseudo header has the TCP length",
      variants = {"by-1", "in-the-header"})
  static void cutShort(Dialogue d, String variant) {
    Leg leg = Opening.of(d).plain();
    leg.skip();
    byte[] bytes = PacketWriter.write(model(leg, Flags.ACK, d.randomBytes(50)));
    int ip = d.isV6() ? 40 : 20;
    int length = variant.equals("by-1") ? bytes.length - 1 : ip + 12;
    d.sendRaw(Arrays.copyOf(bytes, length));
    leg.expectNone(any());
    d.assertAlive(leg);
  }

  @Case(
      id = "all-flag-combinations-are-survived",
      section = "3.10.7",
      says = "Processing depends on the state: all combinations of bits have an answer")
  static void flags(Dialogue d) {
    for (int flags = 0; flags < 64; flags++) {
      Leg leg = d.leg();
      leg.segment().flags(flags).seq(leg.iss()).ack(d.randomInt()).send();
      if ((flags & Flags.RST) != 0) {
        leg.expectNone(any(), Duration.ofMillis(2));
      }
    }
    d.assertAlive(Opening.of(d).plain());
  }

  @Case(
      id = "checksums-are-right",
      section = "3.1",
      roles = {Role.SERVER, Role.CLIENT},
      says = "The sender MUST generate it (MUST-2): of odd lengths and all values, too",
      variants = {"1", "2", "3", "101", "1000"})
  static void sent(Dialogue d, String variant) {
    Leg leg = Opening.of(d).plain(new TcpOption.SackPermitted());
    for (int i = 0; i < 5; i++) {
      leg.send(d.randomBytes(Integer.parseInt(variant)));
      d.expectAcked(leg);
    }
    d.assertAlive(leg);
    d.check("as the suite reads them", leg.packets().stream().allMatch(p -> p.faults().isEmpty()));
  }
}
