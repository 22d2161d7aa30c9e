package org.mptcp4j.conformance.cases.window;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.mptcp4j.conformance.dialogue.Case;
import org.mptcp4j.conformance.dialogue.Dialogue;
import org.mptcp4j.conformance.dialogue.Folder;
import org.mptcp4j.conformance.dialogue.Leg;
import org.mptcp4j.conformance.dialogue.Opening;
import org.mptcp4j.conformance.dialogue.Session;
import org.mptcp4j.conformance.dialogue.Trace;
import org.mptcp4j.conformance.packet.MpOption.Dss;
import org.mptcp4j.conformance.packet.Packet;
import org.mptcp4j.conformance.peer.App;
import org.mptcp4j.conformance.peer.Role;
import org.mptcp4j.conformance.peer.Trait;

/** The window that the peer announces; ours has no scale, so that its windows are as they stand. */
@Folder("window")
public final class PeerWindowCases {
  /** More than a peer's buffers hold whose sender has a window of 0, bytes. */
  private static final int MOST_HELD = 8_000_000;

  private PeerWindowCases() {}

  /** The right edges in all packets with a DATA_ACK, as offsets, in the order of arrival. */
  private static List<Long> edges(Dialogue d, Session session) {
    List<Long> edges = new ArrayList<>();
    long near = 0;
    for (Trace.Entry entry : d.trace().entries()) {
      Packet packet = entry.packet();
      if (entry.kind() == Trace.Kind.RECEIVED && packet != null) {
        Dss dss = packet.option(Dss.class).orElse(null);
        if (dss != null && dss.dataAck() != null) {
          near += dss.dataAck().intValue() - (int) session.dsn(near);
          edges.add(near + packet.window());
        }
      }
    }
    return edges;
  }

  private static boolean hasRoom(Dialogue d, Session session, int bytes) {
    return edges(d, session).stream().anyMatch(edge -> edge >= session.sent() + bytes);
  }

  private static void checkEdges(Dialogue d, Session session) {
    long largest = 0;
    for (long edge : edges(d, session)) {
      d.check("the right edge does not move left", edge >= largest);
      largest = edge;
    }
  }

  @Case(
      id = "peers-right-edge-does-not-shrink",
      section = "3.3.4",
      roles = {Role.SERVER, Role.CLIENT},
      apps = App.ECHO,
      needs = Trait.ACCEPTS_JOINS_AS_CLIENT,
      variants = {"one-subflow", "two-subflows"},
      says =
          "a receiver MUST NOT shrink the right edge of the receive window (i.e., DATA_ACK + receive"
              + " window)")
  static void noShrink(Dialogue d, String variant) {
    Leg one = Opening.of(d).multipath();
    Leg two = variant.equals("one-subflow") ? one : Opening.of(d).join(one);
    Session session = one.session();
    for (int i = 0; i < 10; i++) {
      // its application may take its time
      d.expect("a window for more", () -> hasRoom(d, session, 12_000));
      one.send(d.randomBytes(6000));
      two.send(d.randomBytes(6000));
      d.pass(Duration.ofMillis(10));
    }
    d.expectAcked(one);
    checkEdges(d, session);
  }

  @Case(
      id = "data-in-the-announced-window-is-taken",
      section = "3.3.4",
      roles = {Role.SERVER, Role.CLIENT},
      apps = App.ECHO,
      says = "telling the sender how much data the receiver is willing to accept")
  static void keepsItsWord(Dialogue d) {
    Leg leg = Opening.of(d).multipath();
    Session session = leg.session();
    // the echo has no way out, so that what is sent stays with the peer
    leg.window(0).autoAck(false).ack();
    for (long room = room(d, session); room >= Leg.PIECE; room = room(d, session)) {
      d.require("a buffer that fills", session.sent() < MOST_HELD);
      int count = (int) Math.min(10, room / Leg.PIECE);
      sendUntilTaken(d, leg, d.randomBytes(count * Leg.PIECE));
      d.await("a window update", () -> room(d, session) >= Leg.PIECE, Duration.ofMillis(100));
    }
  }

  /** What a peer drops, for want of memory, comes again, as from any sender. */
  private static void sendUntilTaken(Dialogue d, Leg leg, byte[] bytes) {
    Session session = leg.session();
    int seq = leg.sndNxt();
    long offset = session.sent();
    long end = offset + bytes.length;
    leg.send(bytes);
    for (int tries = 0; !isTaken(d, session, end); tries++) {
      d.require("the right edge stays", room(d, session) >= 0);
      d.check("what comes again is taken", tries < 2);
      for (int at = 0; at < bytes.length; at += Leg.PIECE) {
        byte[] piece = Arrays.copyOfRange(bytes, at, at + Leg.PIECE);
        Dss dss = session.mapAt(offset + at, seq + at - leg.iss(), piece);
        leg.segment().seq(seq + at).option(dss).payload(piece).send();
      }
    }
  }

  private static boolean isTaken(Dialogue d, Session session, long end) {
    return d.await("DATA_ACK of it", () -> session.peerAcked() >= end, Dialogue.SOON);
  }

  /** What the newest right edge leaves us to send, bytes. */
  private static long room(Dialogue d, Session session) {
    List<Long> edges = edges(d, session);
    return edges.get(edges.size() - 1) - session.sent();
  }
}
