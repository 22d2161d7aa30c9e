package org.mptcp4j.conformance.cases.dss;

import java.util.Arrays;
import org.mptcp4j.conformance.dialogue.Condition;
import org.mptcp4j.conformance.dialogue.Dialogue;
import org.mptcp4j.conformance.dialogue.Leg;
import org.mptcp4j.conformance.dialogue.Session;
import org.mptcp4j.conformance.packet.Flags;
import org.mptcp4j.conformance.packet.MpOption.Dss;
import org.mptcp4j.conformance.peer.App;

/**
 * Data that a case maps by itself, at offsets behind what was sent when it began. {@link #finish}
 * makes the connection go on behind it.
 */
final class Mapped {
  private final Dialogue d;
  private final Session session;
  private final long base;
  private final int echoed;

  Mapped(Dialogue d, Session session) {
    this.d = d;
    this.session = session;
    base = session.sndNxt() - session.dsn(0);
    echoed = session.received().length;
  }

  /** The offset in the whole stream. */
  long at(long offset) {
    return base + offset;
  }

  /** A mapping for {@code bytes} at the leg's next sequence number. */
  Dss dss(Leg leg, long offset, byte[] bytes) {
    return session.mapAt(at(offset), leg.ssn(), bytes);
  }

  /** Sends {@code bytes} as the data at that offset. */
  void send(Leg leg, long offset, byte[] bytes) {
    leg.segment().plus(Flags.PSH).option(dss(leg, offset, bytes)).payload(bytes).send();
  }

  /** The same with another mapping, or with none where it is null. */
  void send(Leg leg, Dss dss, byte[] bytes) {
    if (dss == null) {
      leg.segment().payload(bytes).send();
    } else {
      leg.segment().option(dss).payload(bytes).send();
    }
  }

  Condition ackOf(long offset) {
    return Condition.dataAck(session, at(offset));
  }

  /** Waits, and fails where more than that is acknowledged at the data level. */
  void expectNoAckBeyond(long offset) {
    d.pass(Dialogue.QUIET);
    d.check("no DATA_ACK beyond offset " + at(offset), session.peerAcked() <= at(offset));
  }

  /** All of {@code bytes} came: acknowledged, echoed where the peer does that; the rest follows. */
  void finish(Leg leg, byte[] bytes) {
    long end = at(bytes.length);
    d.expect("DATA_ACK of offset " + end, () -> session.peerAcked() >= end);
    d.check("and of no more", session.peerAcked() == end);
    if (d.app() == App.ECHO) {
      d.expectBytes(leg, echoed, bytes);
      d.check("no more is echoed", session.received().length == echoed + bytes.length);
    }
    session.skip(bytes.length);
    d.assertAlive(leg);
  }

  static byte[] part(byte[] bytes, int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }
}
