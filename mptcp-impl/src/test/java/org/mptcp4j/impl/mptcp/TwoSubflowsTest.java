package org.mptcp4j.impl.mptcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mptcp4j.CloseReason.Kind;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.impl.script.Bench;
import org.mptcp4j.impl.script.BothVersions;
import org.mptcp4j.impl.script.Flow;
import org.mptcp4j.impl.script.Peer;
import org.mptcp4j.impl.script.Peer.Role;
import org.mptcp4j.impl.script.Seen;
import org.mptcp4j.impl.wire.option.DssLayout;
import org.mptcp4j.impl.wire.option.MptcpOption.Dss;
import org.mptcp4j.spi.SchedulerProvider;
import org.mptcp4j.test.Covers;

/** Data over two subflows, and what happens when one dies: RFC 6824, sections 3.3.1 to 3.3.6. */
@BothVersions
class TwoSubflowsTest {
  private static final int SEGMENT = 1000;

  private final Bench bench = Bench.host();
  private final Peer peer;
  private Flow first;
  private Flow second;

  @BeforeEach
  void establish() {
    peer.options(peer.options().withScheduler(SchedulerProvider.named("round-robin")));
    peer.establish(Role.PEER_OPENS).confirm();
    first = peer.flow();
    second = peer.joins(1);
  }

  TwoSubflowsTest(MptcpVersion version) {
    peer = new Peer(bench).version(version);
  }

  @AfterEach
  void nothingIsLeft() {
    bench.assertNothingLeft();
  }

  private void send(Flow on, long position, String text) {
    byte[] bytes = Peer.bytes(text);
    on.segment().option(peer.map(position, on.ssn(), bytes)).payload(bytes).send();
  }

  /** Takes what waits on a flow, data only, and acknowledges it on the subflow alone. */
  private List<Seen> takeData(Flow on) {
    List<Seen> data = new ArrayList<>();
    for (Seen seen : on.drain()) {
      if (seen.payload().length > 0) {
        data.add(seen);
      }
    }
    return data;
  }

  private static String pattern(int length) {
    return "abcdefghijklmnopqrstuvwxyz".repeat(length / 26 + 1).substring(0, length);
  }

  @Test
  void dataArrivesOutOfOrderAtTheDataLevel() {
    send(second, 6, "world");
    assertThat(peer.recorder().text()).isEmpty();
    // acknowledged on the subflow, and not at the data level
    bench.advance(Bench.SECOND);
    Seen ack = second.drain().stream().reduce((a, b) -> b).orElseThrow();
    assertThat(ack.ack()).isEqualTo(second.sndNxt());
    assertThat(peer.acked(ack)).isEqualTo(1);
    send(first, 1, "hello");
    assertThat(peer.recorder().text()).isEqualTo("helloworld");
    assertThat(peer.ackedSoon(first)).isEqualTo(11);
  }

  @Test
  void interleavedPieces() {
    for (int i = 9; i >= 0; i--) {
      send(i % 2 == 0 ? first : second, 1 + i, String.valueOf(i));
    }
    assertThat(peer.recorder().text()).isEqualTo("0123456789");
  }

  @Covers({"8684-3.3.1-03", "6824-3.3.1-02"})
  @Test
  void sameDataOnBothIsTakenOnce() {
    send(first, 1, "twice");
    send(second, 1, "twice");
    send(second, 6, "!");
    assertThat(peer.recorder().text()).isEqualTo("twice!");
    assertThat(bench.counter("MPTcpExtDuplicateData")).isEqualTo(1);
  }

  @Test
  void firstCopyIsTheOneThatIsDelivered() {
    send(second, 3, "CD");
    send(first, 1, "abcdef");
    // "treat the first data that is received ... as that which should be delivered"
    assertThat(peer.recorder().text()).isEqualTo("abCDef");
    assertThat(peer.ackedSoon(first)).isEqualTo(7);
  }

  @Test
  void overlapsOfAllKinds() {
    send(second, 3, "cde");
    send(first, 4, "defg");
    send(second, 2, "bc");
    send(first, 1, "abcd");
    assertThat(peer.recorder().text()).isEqualTo("abcdefg");
    assertThat(peer.ackedSoon(first)).isEqualTo(8);
  }

  @Test
  void dataAckMayComeOnAnotherSubflow() {
    peer.engineWrites(pattern(SEGMENT));
    List<Seen> data = takeData(first);
    data.addAll(takeData(second));
    assertThat(data).hasSize(1);
    boolean onFirst = !takenOn(second, data.get(0));
    Flow other = onFirst ? second : first;
    other.segment().option(peer.dataAck(1 + SEGMENT)).send();
    // "acknowledged by both a Data ACK received on any subflow and at the subflow level"
    (onFirst ? first : second).segment().send();
    assertThat(peer.connection().info().bytesAcked()).isEqualTo(SEGMENT);
  }

  private static boolean takenOn(Flow flow, Seen seen) {
    return seen.to().equals(flow.peer());
  }

  @Test
  void bothCarryData() {
    peer.connection().write(ByteBuffer.wrap(Peer.bytes(pattern(20 * 1400))));
    bench.poll();
    assertThat(takeData(first)).isNotEmpty();
    assertThat(takeData(second)).isNotEmpty();
  }

  @Test
  void dataOfAResetSubflowIsSentOnTheOther() {
    String text = pattern(20 * 1400);
    peer.connection().write(ByteBuffer.wrap(Peer.bytes(text)));
    bench.poll();
    byte[] got = new byte[text.length() + 1];
    collect(takeData(first), got);
    assertThat(takeData(second)).isNotEmpty(); // and lost with the subflow
    second.segment().flags("R").send();
    assertThat(peer.recorder().events()).contains("down 1 RESET");
    finishOn(first, text.length(), got);
    assertThat(new String(got, 1, text.length(), StandardCharsets.US_ASCII)).isEqualTo(text);
    assertThat(peer.connection().info().bytesReinjected()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void dataOfASilentSubflowIsSentOnTheOther(boolean secondDies) {
    Flow dead = secondDies ? second : first;
    Flow alive = secondDies ? first : second;
    String text = pattern(20 * 1400);
    peer.connection().write(ByteBuffer.wrap(Peer.bytes(text)));
    bench.poll();
    byte[] got = new byte[text.length() + 1];
    dead.drain();
    collect(takeData(alive), got);
    finishOn(alive, text.length(), got);
    assertThat(new String(got, 1, text.length(), StandardCharsets.US_ASCII)).isEqualTo(text);
    assertThat(peer.connection().info().bytesReinjected()).isPositive();
  }

  /** Acknowledges on one flow until all is there, for half a minute at most. */
  private void finishOn(Flow on, int length, byte[] got) {
    for (int i = 0; i < 300 && contiguous(got) <= length; i++) {
      on.segment().option(peer.dataAck(contiguous(got))).send();
      bench.advance(100 * Bench.MILLI);
      collect(takeData(on), got);
    }
    on.segment().option(peer.dataAck(contiguous(got))).send();
    assertThat(contiguous(got)).isEqualTo(length + 1);
  }

  private void collect(List<Seen> data, byte[] got) {
    for (Seen seen : data) {
      Dss dss = seen.dss();
      assertThat(dss.dataLevelLength()).isEqualTo(seen.payload().length);
      System.arraycopy(seen.payload(), 0, got, (int) peer.mapped(seen), seen.payload().length);
    }
  }

  private static int contiguous(byte[] got) {
    int next = 1;
    while (next < got.length && got[next] != 0) {
      next++;
    }
    return next;
  }

  @Test
  void initialSubflowMayGoFirst() {
    first.segment().flags("FA").option(peer.dataAck()).send();
    assertThat(first.drain()).anyMatch(seen -> seen.flags().equals("FA"));
    first.segment().send();
    assertThat(peer.recorder().events()).contains("down 0 NORMAL");
    peer.data(second, "second alone");
    assertThat(peer.recorder().text()).isEqualTo("second alone");
    peer.engineWrites("answer");
    assertThat(peer.expectData(second).text()).isEqualTo("answer");
    peer.ack(second);
    peer.connection().shutdownOutput();
    bench.poll();
    peer.takeDataFin(second.expect("A"));
    peer.dataFin(second);
    bench.advance(Bench.MILLI);
    assertThat(peer.recorder().closed().kind()).isEqualTo(Kind.NORMAL);
  }

  @Test
  void resetOfOneSubflowLeavesTheConnection() {
    first.segment().flags("R").send();
    assertThat(peer.recorder().closed()).isNull();
    assertThat(peer.recorder().events()).contains("down 0 RESET");
    peer.data(second, "lives");
    assertThat(peer.recorder().text()).isEqualTo("lives");
  }

  @Test
  void dataOnAJoinedSubflowWithoutMappingBreaksItAlone() {
    second.segment().payload("stripped").send();
    bench.advance(Bench.SECOND);
    // "the subflow can be closed with an RST"
    assertThat(peer.recorder().text()).isEmpty();
    peer.data(first, "fine");
    assertThat(peer.recorder().text()).isEqualTo("fine");
  }

  @Test
  void backupSubflowIsNotUsedWhileAnotherIs() {
    peer.connection().subflows().get(1).setBackup(true);
    bench.poll();
    second.drain();
    peer.connection().write(ByteBuffer.wrap(Peer.bytes(pattern(20 * 1400))));
    bench.poll();
    assertThat(takeData(second)).isEmpty();
    assertThat(takeData(first)).isNotEmpty();
  }

  @Test
  void infiniteMappingBesideAnotherSubflowBreaksItsSubflow() {
    Dss infinite =
        new Dss(DssLayout.MAPPING | DssLayout.DSN_64, 0, peer.idsn() + 1, 1, 0, false, 0);
    second.segment().option(infinite).payload("whose?").send();
    assertThat(second.expect().flags()).startsWith("R");
    peer.data(first, "multipath still");
    assertThat(peer.recorder().text()).isEqualTo("multipath still");
  }
}
