package org.mptcp4j.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mptcp4j.conformance.dialogue.CaseEnd;
import org.mptcp4j.conformance.dialogue.Condition;
import org.mptcp4j.conformance.dialogue.Dialogue;
import org.mptcp4j.conformance.dialogue.Leg;
import org.mptcp4j.conformance.dialogue.Verdict;
import org.mptcp4j.conformance.packet.Flags;
import org.mptcp4j.conformance.packet.Packet;
import org.mptcp4j.conformance.packet.PacketWriter;
import org.mptcp4j.conformance.packet.Version;
import org.mptcp4j.conformance.peer.App;
import org.mptcp4j.conformance.peer.RemoteServer;
import org.mptcp4j.conformance.wire.Wire;
import org.mptcp4j.engine.Addresses;

/** A peer that sends without end, in a time that does not pass. */
class FloodTest {
  private static final InetSocketAddress SERVICE =
      new InetSocketAddress(Addresses.literal("10.9.1.1"), 7);

  private final Flood flood = new Flood();
  private final Dialogue dialogue =
      new Dialogue(
          Version.TCP,
          false,
          App.ECHO,
          flood,
          new RemoteServer(Map.of(App.ECHO, List.of(SERVICE)), List.of(), Set.of()),
          1,
          20_000);
  private final Leg leg = dialogue.leg();

  /** The same ACK again and again. */
  private static final class Flood implements Wire {
    private InetSocketAddress to;
    private int sent;

    @Override
    public long nowNanos() {
      return 0;
    }

    @Override
    public void send(byte[] packet) {}

    @Override
    public byte[] receive(long untilNanos) {
      sent++;
      return PacketWriter.write(
          new Packet(SERVICE, to, 1, 1, Flags.ACK, 1000, 0, 0, List.of(), new byte[0], List.of()));
    }

    @Override
    public InetAddress address(boolean v6, int index) {
      return Addresses.literal("10.9.1.2");
    }

    @Override
    public void close() {}
  }

  @Test
  void endsACaseWithoutAVerdict() {
    flood.to = leg.local();
    CaseEnd end = catchThrowableOfType(CaseEnd.class, () -> leg.expectNone(Condition.reset()));
    assertThat(end.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(end).hasMessage("the peer sent more than 50000 packets");
    assertThat(flood.sent).isEqualTo(Dialogue.MOST_PACKETS + 1);
  }

  @Test
  void isBoundedToOthersToo() {
    flood.to = new InetSocketAddress(Addresses.literal("10.9.1.3"), 9);
    CaseEnd end = catchThrowableOfType(CaseEnd.class, () -> dialogue.pass(Dialogue.QUIET));
    assertThat(end.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void isJudgedByWhatTheCaseAsks() {
    flood.to = leg.local();
    CaseEnd end = catchThrowableOfType(CaseEnd.class, () -> leg.expectNone(Condition.pureAck()));
    assertThat(end.verdict()).isEqualTo(Verdict.FAIL);
  }
}
