package org.mptcp4j.conformance.cases.window;

import java.time.Duration;
import java.util.ArrayList;
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
}
