package org.mptcp4j.conformance.cases.tcp;

import static org.mptcp4j.conformance.dialogue.Condition.any;
import static org.mptcp4j.conformance.dialogue.Condition.pureAck;
import static org.mptcp4j.conformance.dialogue.Condition.reset;

import org.mptcp4j.conformance.dialogue.Case;
import org.mptcp4j.conformance.dialogue.Dialogue;
import org.mptcp4j.conformance.dialogue.Folder;
import org.mptcp4j.conformance.packet.Flags;
import org.mptcp4j.conformance.peer.Role;

/** RST in the states of a connection (RFC 9293, section 3.10.7.4, second; RFC 5961, section 3). */
@Folder("tcp")
public final class ResetCases {
  private static final int FAR = 100_000;

  private ResetCases() {}

  @Case(
      id = "rst-at-rcv-nxt-ends",
      section = "3.10.7.4",
      roles = {Role.SERVER, Role.CLIENT},
      says = "sequence number exactly matches RCV.NXT, then TCP endpoints MUST reset",
      variants = {
        "syn-received", "established", "fin-wait-1", "fin-wait-2",
        "close-wait", "closing", "last-ack", "time-wait"
      })
  static void exact(Dialogue d, String state) {
    Situation peer = Situation.of(d, state);
    peer.leg().segment().flags(Flags.RST).send();
    peer.isGone();
  }

  @Case(
      id = "rst-with-ack-at-rcv-nxt-ends",
      section = "3.10.7.4",
      says = "sequence number exactly matches RCV.NXT, then TCP endpoints MUST reset",
      variants = {
        "syn-received", "established", "fin-wait-1", "fin-wait-2",
        "close-wait", "closing", "last-ack", "time-wait"
      })
  static void exactWithAck(Dialogue d, String state) {
    Situation peer = Situation.of(d, state);
    peer.segment().flags(Flags.RST | Flags.ACK).send();
    peer.isGone();
  }

  @Case(
      id = "rst-with-unacceptable-ack-ends",
      section = "3.10.7.4",
      says = "second check the RST bit ... fifth check the ACK field",
      variants = {"established", "fin-wait-2", "close-wait"})
  static void badAck(Dialogue d, String state) {
    Situation peer = Situation.of(d, state);
    peer.segment().flags(Flags.RST | Flags.ACK).ack(peer.sndNxt() + FAR).send();
    peer.isGone();
  }

  @Case(
      id = "rst-in-window-is-challenged",
      section = "3.2",
      rfc = 5961,
      roles = {Role.SERVER, Role.CLIENT},
      says = "not exactly match ... yet is within the window ... MUST send a challenge ACK",
      variants = {
        "syn-received", "established", "fin-wait-1", "fin-wait-2",
        "close-wait", "closing", "last-ack", "time-wait"
      })
  static void inWindow(Dialogue d, String state) {
    Situation peer = Situation.of(d, state);
    peer.leg().segment().flags(Flags.RST).seq(peer.leg().sndNxt() + 1).send();
    peer.expectAnswer();
    peer.goesOn();
  }

  @Case(
      id = "rst-before-window-is-dropped",
      section = "3.10.7.4",
      says = "RST bit is set and the sequence number is outside ... silently drop the segment",
      variants = {
        "syn-received", "established", "fin-wait-1", "fin-wait-2",
        "close-wait", "closing", "last-ack", "time-wait"
      })
  static void before(Dialogue d, String state) {
    outside(d, state, -1);
  }

  @Case(
      id = "rst-beyond-window-is-dropped",
      section = "3.10.7.4",
      says = "RST bit is set and the sequence number is outside ... silently drop the segment",
      variants = {
        "syn-received", "established", "fin-wait-1", "fin-wait-2",
        "close-wait", "closing", "last-ack", "time-wait"
      })
  static void beyond(Dialogue d, String state) {
    outside(d, state, FAR);
  }

  private static void outside(Dialogue d, String state, int offset) {
    Situation peer = Situation.of(d, state);
    peer.leg().segment().flags(Flags.RST).seq(peer.leg().sndNxt() + offset).send();
    peer.leg().expectNone(peer.answer().or(reset()));
    peer.goesOn();
  }

  @Case(
      id = "rst-gets-no-rst",
      section = "3.5.2",
      says = "In no case does receipt of a segment containing RST give rise to a RST",
      variants = {"established", "fin-wait-2", "time-wait"})
  static void noAnswer(Dialogue d, String state) {
    Situation peer = Situation.of(d, state);
    peer.leg().segment().flags(Flags.RST).send();
    peer.leg().segment().flags(Flags.RST).send();
    peer.leg().expectNone(reset().or(pureAck()));
  }

  @Case(
      id = "nothing-is-sent-after-rst",
      section = "3.10.7.4",
      says = "All segment queues should be flushed",
      variants = {"syn-received", "fin-wait-1", "close-wait", "closing", "last-ack"})
  static void queuesFlushed(Dialogue d, String state) {
    Situation peer = Situation.of(d, state);
    peer.leg().reset();
    peer.leg().skip().expectNone(any(), Dialogue.SOON);
  }
}
