package org.mptcp4j.conformance.cases.join;

import static org.mptcp4j.conformance.dialogue.Condition.carries;
import static org.mptcp4j.conformance.dialogue.Condition.data;
import static org.mptcp4j.conformance.dialogue.Condition.dataFin;
import static org.mptcp4j.conformance.dialogue.Condition.fin;
import static org.mptcp4j.conformance.dialogue.Condition.reset;
import static org.mptcp4j.conformance.dialogue.Condition.synAck;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.mptcp4j.conformance.dialogue.Case;
import org.mptcp4j.conformance.dialogue.Dialogue;
import org.mptcp4j.conformance.dialogue.Folder;
import org.mptcp4j.conformance.dialogue.Leg;
import org.mptcp4j.conformance.dialogue.Level;
import org.mptcp4j.conformance.dialogue.Opening;
import org.mptcp4j.conformance.dialogue.Session;
import org.mptcp4j.conformance.packet.Flags;
import org.mptcp4j.conformance.packet.MpOption;
import org.mptcp4j.conformance.packet.MpOption.Capable;
import org.mptcp4j.conformance.packet.Packet;
import org.mptcp4j.conformance.packet.Secrets;
import org.mptcp4j.conformance.packet.Version;
import org.mptcp4j.conformance.peer.App;
import org.mptcp4j.conformance.peer.Role;
import org.mptcp4j.conformance.peer.Trait;

/** Where, when and to what the suite may join. */
@Folder("mp_join")
public final class JoinPolicyCases {
  /** Where nothing listens (tcpmux). */
  private static final int UNUSED_PORT = 1;

  private JoinPolicyCases() {}

  private static boolean hasReason(Packet packet, int... reasons) {
    MpOption.TcpRst option = packet.option(MpOption.TcpRst.class).orElse(null);
    if (option != null) {
      for (int reason : reasons) {
        if (option.reason() == reason) {
          return true;
        }
      }
    }
    return false;
  }

  @Case(
      id = "reset-for-unknown-token-says-why",
      section = "3.2",
      level = Level.SHOULD,
      versions = Version.V1,
      says =
          "containing a MP_TCPRST option (Section 3.6) with a \"MPTCP specific error\" reason code")
  static void reasonOfToken(Dialogue d) {
    Leg initial = Opening.of(d).multipath();
    Leg leg = d.leg(Attempt.second(d), initial.remote());
    int token = initial.session().peerToken() ^ 1;
    leg.syn(new MpOption.JoinSyn(false, 1, token, d.randomInt()));
    Packet rst = leg.expect(reset());
    d.check("MP_TCPRST with reason 1 or 3", hasReason(rst, 1, 3));
  }

  @Case(
      id = "reset-for-bad-third-ack-says-why",
      section = "3.2",
      level = Level.SHOULD,
      versions = Version.V1,
      variants = {"wrong-hmac", "no-option"},
      says =
          "the sender SHOULD send a MP_TCPRST option (Section 3.6) on this RST packet with the"
              + " reason code for a \"MPTCP specific error\"")
  static void reasonOfHmac(Dialogue d, String variant) {
    Leg initial = Opening.of(d).multipath();
    Attempt join = Attempt.begin(d, initial);
    if (variant.equals("no-option")) {
      join.leg().segment().send();
    } else {
      join.leg().segment().option(new MpOption.JoinAck(Wrong.hmac(join, "last-bit"))).send();
    }
    d.check("MP_TCPRST with reason 1", hasReason(join.leg().expect(reset()), 1));
  }

  @Case(
      id = "token-selects-the-connection",
      section = "3.2",
      says = "Demultiplexing subflow SYNs MUST be done using the token")
  static void token(Dialogue d) {
    Leg one = Opening.of(d).multipath();
    Leg two = Opening.of(d).multipath();
    Attempt join = Attempt.begin(d, one);
    d.check("the HMAC is of the connection that the token names", join.isProven());
    Leg second = join.confirm();
    byte[] bytes = d.randomBytes(90);
    long before = two.session().peerAcked();
    second.send(bytes);
    d.expectAcked(one);
    d.check("the other connection got nothing", two.session().peerAcked() == before);
    d.assertAlive(two);
  }

  @Case(
      id = "port-does-not-matter",
      section = "3.2",
      variants = {"no-listener", "another-service"},
      says =
          "Demultiplexing subflow SYNs MUST be done using the token; this is unlike traditional"
              + " TCP, where the destination port is used")
  static void port(Dialogue d, String variant) {
    Leg initial = Opening.of(d).multipath();
    InetSocketAddress there = initial.remote();
    InetSocketAddress remote =
        variant.equals("no-listener") || !d.peer().plays(App.HTTP, d.isV6())
            ? new InetSocketAddress(there.getAddress(), UNUSED_PORT)
            : d.peer().service(App.HTTP, d.isV6());
    Session s = initial.session();
    int nonce = d.randomInt();
    Leg second = d.leg(Attempt.second(d), remote);
    second.syn(new MpOption.JoinSyn(false, 1, s.peerToken(), nonce));
    Packet answer = second.expect(synAck().or(reset()));
    if (answer.has(Flags.RST)) {
      checkPolicy(d, answer);
    } else {
      Attempt join = Attempt.taken(d, second, s, nonce, answer);
      d.check("the HMAC is right", join.isProven());
      join.confirm().send(d.randomBytes(90));
      d.expectAcked(second);
    }
    d.assertAlive(initial);
  }

  /**
   * Local policy may prohibit any subflow; a RST that says so comes from who knows the connection.
   */
  private static void checkPolicy(Dialogue d, Packet rst) {
    d.require("version 1, whose RST says why", !d.isV0());
    d.check("MP_TCPRST with reason 1 or 3", hasReason(rst, 1, 3));
  }

  @Case(
      id = "same-address-may-join-from-another-port",
      section = "3.2",
      roles = {Role.SERVER, Role.CLIENT},
      needs = Trait.ACCEPTS_JOINS_AS_CLIENT,
      says = "additional subflows can be created between any pair of ports")
  static void samePath(Dialogue d) {
    Leg initial = Opening.of(d).multipath();
    InetSocketAddress local = new InetSocketAddress(d.address(0), d.freshPort());
    Leg second = Attempt.begin(d, initial.session(), local, initial.remote(), 0).confirm();
    second.send(d.randomBytes(90));
    d.expectAcked(second);
    d.assertAlive(initial);
  }

  @Case(
      id = "any-address-id-is-taken",
      section = "3.2",
      variants = {"1", "255"},
      says = "The numeric value of this field is generated by the sender")
  static void addressId(Dialogue d, String variant) {
    Leg initial = Opening.of(d).multipath();
    int id = Integer.parseInt(variant);
    Leg second =
        Attempt.begin(d, initial.session(), Attempt.second(d), initial.remote(), id).confirm();
    second.send(d.randomBytes(90));
    d.expectAcked(second);
  }

  @Case(
      id = "address-ids-of-the-peer-tell-its-addresses-apart",
      section = "3.2",
      needs = Trait.SECOND_ADDRESS,
      says = "The numeric value ... must map uniquely to a source IP address for the sending host")
  static void peersIds(Dialogue d) {
    Leg initial = Opening.of(d).multipath();
    Attempt first = Attempt.begin(d, initial);
    InetSocketAddress there =
        new InetSocketAddress(
            d.peer().secondAddress(d.isV6()).orElseThrow(), initial.remote().getPort());
    Attempt second = Attempt.begin(d, initial.session(), Attempt.second(d), there, 1);
    d.check("HMACs are right", first.isProven() && second.isProven());
    d.check("the IDs differ", first.answer().addressId() != second.answer().addressId());
    d.check("0 is the address of the initial subflow", second.answer().addressId() != 0);
    Leg leg = second.confirm();
    leg.send(d.randomBytes(80));
    d.expectAcked(leg);
  }

  @Case(
      id = "no-join-before-the-first-dss",
      section = "3.1",
      roles = Role.CLIENT,
      needs = Trait.ACCEPTS_JOINS_AS_CLIENT,
      says =
          "new subflows MUST NOT be established (using the process documented in Section 3.2) until"
              + " a Data Sequence Signal (DSS) option has been successfully received across the path")
  static void early(Dialogue d) {
    Leg initial = Opening.of(d).capable();
    Leg leg = d.leg(Attempt.second(d), initial.remote());
    int nonce = d.randomInt();
    leg.syn(new MpOption.JoinSyn(false, 1, initial.session().peerToken(), nonce));
    Packet answer = leg.await(synAck().or(reset()), Dialogue.QUIET);
    if (answer != null && !answer.has(Flags.RST)) {
      MpOption.JoinSynAck option = answer.option(MpOption.JoinSynAck.class).orElse(null);
      d.check("a SYN,ACK has MP_JOIN", option != null);
      leg.segment().option(Opening.thirdJoin(initial.session(), nonce, option.nonce())).send();
      leg.expect(reset());
    }
    d.assertAlive(initial);
  }

  @Case(
      id = "connection-in-fallback-takes-no-join",
      section = "3.2",
      says = "local policy prohibits the acceptance ... the recipient MUST respond with a TCP RST")
  static void fallback(Dialogue d) {
    Leg leg = d.leg();
    leg.syn(Opening.of(d).firstCapable(d.randomLong()));
    Capable answer = leg.expect(synAck()).option(Capable.class).orElse(null);
    d.require("MP_CAPABLE in the SYN,ACK", answer != null);
    leg.ack();
    d.assertAlive(leg);
    Leg second = d.leg(Attempt.second(d), leg.remote());
    int token = Secrets.token(d.version(), answer.senderKey());
    second.syn(new MpOption.JoinSyn(false, 1, token, d.randomInt()));
    second.expect(reset());
    d.assertAlive(leg);
  }

  @Case(
      id = "closed-connection-takes-no-join",
      section = "3.2",
      says =
          "If the token received at Host B is unknown ... the recipient MUST respond with a TCP RST")
  static void closed(Dialogue d) {
    Leg initial = Opening.of(d).multipath();
    initial.dataFin();
    initial.expect(dataFin());
    initial.ack();
    initial.expect(fin());
    initial.fin();
    int end = initial.sndNxt();
    d.expect("ACK of our FIN", () -> initial.peerAck() == end);
    // the connection may end a moment behind its last subflow
    d.pass(Dialogue.QUIET);
    Leg second = d.leg(Attempt.second(d), initial.remote());
    int token = initial.session().peerToken();
    second.syn(new MpOption.JoinSyn(false, 1, token, d.randomInt()));
    second.expect(reset());
  }

  @Case(
      id = "reset-of-a-joined-subflow-leaves-the-connection",
      section = "4",
      says = "The RST flag in the TCP header applies only to the subflow it is sent on")
  static void resetSecond(Dialogue d) {
    Leg initial = Opening.of(d).multipath();
    Leg second = Opening.of(d).join(initial);
    second.send(d.randomBytes(50));
    d.expectAcked(second);
    second.reset();
    d.assertAlive(initial);
    Leg third = Opening.of(d).join(initial);
    d.assertAlive(third);
  }

  @Case(
      id = "reset-of-the-initial-subflow-leaves-the-connection",
      section = "4",
      says = "The RST flag in the TCP header applies only to the subflow it is sent on")
  static void resetInitial(Dialogue d) {
    Leg initial = Opening.of(d).multipath();
    Leg second = Opening.of(d).join(initial);
    second.send(d.randomBytes(50));
    d.expectAcked(second);
    initial.reset();
    d.assertAlive(second);
    Leg third = Opening.of(d).join(second);
    d.assertAlive(third);
  }

  @Case(
      id = "backup-gets-no-data-while-another-subflow-works",
      section = "3.3.8",
      level = Level.SHOULD,
      apps = App.SOURCE,
      says =
          "a subflow where the receiver has indicated B=1 SHOULD NOT be used to send data unless"
              + " there are no usable subflows where B=0")
  static void backup(Dialogue d) {
    Leg initial = Opening.of(d).multipath();
    Leg second = Opening.of(d).backup().join(initial);
    int before = Dialogue.receivedBy(initial).length;
    second.expectNone(data());
    d.check("data came over the other one", Dialogue.receivedBy(initial).length > before);
  }

  @Case(
      id = "backup-is-used-where-no-other-subflow-works",
      section = "3.3.8",
      apps = App.SOURCE,
      says = "to only send data on this subflow if there are no available subflows where B=0")
  static void backupAlone(Dialogue d) {
    Leg initial = Opening.of(d).multipath();
    Leg second = Opening.of(d).backup().join(initial);
    initial.reset();
    second.skip();
    int before = Dialogue.receivedBy(initial).length;
    second.expect(data().and(carries(MpOption.Dss.class)), Duration.ofSeconds(3));
    d.expect("the stream goes on", () -> Dialogue.receivedBy(second).length > before + 5000);
  }
}
