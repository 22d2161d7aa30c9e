package org.mptcp4j.conformance.cases.tcp;

import java.time.Duration;
import java.util.List;
import org.mptcp4j.conformance.dialogue.Condition;
import org.mptcp4j.conformance.dialogue.Dialogue;
import org.mptcp4j.conformance.dialogue.Leg;
import org.mptcp4j.conformance.dialogue.Opening;
import org.mptcp4j.conformance.packet.Packet;
import org.mptcp4j.conformance.packet.TcpOption;

/** What a peer that always has text to send has in flight: nothing is acknowledged by itself. */
final class Flight {
  /** A peer sends what it may in this time, and no time-out comes meanwhile. */
  static final Duration BURST = Duration.ofMillis(70);

  /**
   * The first round trip, which the peer measures: its first time-out then is not before three
   * times that (RFC 6298, section 2.2), far behind what it sends at once even if all are late.
   */
  private static final Duration ROUND_TRIP = Duration.ofMillis(250);

  private final Dialogue dialogue;
  private final Leg leg;

  private Flight(Dialogue dialogue, Leg leg) {
    this.dialogue = dialogue;
    this.leg = leg;
  }

  /**
   * Opens a connection that offers that window and those options, and takes the first burst.
   *
   * @param window as in our header
   */
  static Flight of(Dialogue dialogue, int window, TcpOption... options) {
    Leg leg = dialogue.leg().window(window).autoAck(false);
    leg.syn(options);
    // a window of less than a segment may get no text yet
    return begin(dialogue, leg, window < Leg.PIECE ? Dialogue.QUIET : Dialogue.SOON);
  }

  /** The same where the SYN was sent by the case. */
  static Flight begin(Dialogue dialogue, Leg leg) {
    return begin(dialogue, leg, Dialogue.SOON);
  }

  private static Flight begin(Dialogue dialogue, Leg leg, Duration patience) {
    Packet answer = leg.await(Condition.synAck(), Dialogue.SOON);
    dialogue.require("SYN,ACK", answer != null);
    dialogue.pass(ROUND_TRIP);
    leg.autoAck(false).ack();
    Flight flight = new Flight(dialogue, leg);
    dialogue.await("text", () -> flight.end() > 0, patience);
    dialogue.pass(BURST);
    return flight;
  }

  /** A connection as usual, its text not acknowledged from now on. */
  static Flight plain(Dialogue dialogue, TcpOption... options) {
    Leg leg = Opening.of(dialogue).plain(options);
    leg.autoAck(false);
    return new Flight(dialogue, leg);
  }

  Leg leg() {
    return leg;
  }

  /** How far the peer has sent, in bytes of its stream. */
  int end() {
    return leg.packets().stream().mapToInt(p -> offset(p) + p.payload().length).max().orElse(0);
  }

  /** Where a packet's text begins in the peer's stream. */
  int offset(Packet packet) {
    return packet.payload().length == 0 ? 0 : packet.seq() - leg.irs() - 1;
  }

  /** The length of the peer's first text: a full segment where it has much to send. */
  int firstLength() {
    return leg.packets().stream()
        .filter(p -> p.payload().length > 0)
        .findFirst()
        .map(p -> p.payload().length)
        .orElse(0);
  }

  /** Where the peer's segment of that number begins, from 0; not all need have one length. */
  int begin(int number) {
    return leg.packets().stream()
        .filter(p -> p.payload().length > 0)
        .mapToInt(this::offset)
        .sorted()
        .distinct()
        .skip(number)
        .findFirst()
        .orElseThrow();
  }

  /** The longest text of a segment so far, bytes. */
  int longest() {
    return leg.packets().stream().mapToInt(p -> p.payload().length).max().orElse(0);
  }

  /** Acknowledges that much of the stream. */
  void acknowledge(int offset, TcpOption... options) {
    leg.segment().ack(leg.irs() + 1 + offset).options(List.of(options)).send();
  }

  /** Acknowledges all, so many times, and takes what comes. */
  void grow(int rounds) {
    for (int i = 0; i < rounds; i++) {
      acknowledge(leg.stream().length);
      dialogue.pass(BURST);
    }
  }

  /** Text that begins there. */
  Condition textAt(int offset) {
    return Condition.of("text at " + offset, p -> p.payload().length > 0 && offset(p) == offset);
  }

  /** Text that begins before that. */
  Condition textBefore(int offset) {
    return Condition.of("text before " + offset, p -> p.payload().length > 0 && offset(p) < offset);
  }

  /** Selective acknowledgment of bytes of the stream. */
  TcpOption.Sack.Block block(int from, int to) {
    return new TcpOption.Sack.Block(leg.irs() + 1 + from, leg.irs() + 1 + to);
  }
}
