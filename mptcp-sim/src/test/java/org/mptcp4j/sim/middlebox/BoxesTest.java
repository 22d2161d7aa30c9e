package org.mptcp4j.sim.middlebox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mptcp4j.sim.middlebox.BoxBench.CLIENT_ISS;
import static org.mptcp4j.sim.middlebox.BoxBench.DSS;
import static org.mptcp4j.sim.middlebox.BoxBench.MSS;
import static org.mptcp4j.sim.middlebox.BoxBench.SERVER_ISS;
import static org.mptcp4j.sim.middlebox.BoxBench.down;
import static org.mptcp4j.sim.middlebox.BoxBench.up;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mptcp4j.engine.Addresses;
import org.mptcp4j.sim.Direction;
import org.mptcp4j.sim.middlebox.BoxBench.Out;

/** Each box does what it says; the bench checks the checksums of all that comes out. */
class BoxesTest {
  private static final long MS = 1_000_000L;
  private static final Selection ALL = Selection.all();
  private static final TcpOption NOP = TcpOption.of((byte) 1);

  private static List<String> texts(List<Out> out) {
    return out.stream().map(Out::text).toList();
  }

  private static List<Integer> positions(List<Out> out) {
    return out.stream().map(each -> each.segment().sequence() - CLIENT_ISS).toList();
  }

  private static TcpOption sack(int left, int right) {
    ByteBuffer block = ByteBuffer.allocate(10).put((byte) 5).put((byte) 10);
    return TcpOption.of(block.putInt(left).putInt(right).array());
  }

  @Test
  void stripperRemovesByKindAndBySubtype() {
    OptionStripper all = OptionStripper.mptcp(ALL);
    List<Out> out = new BoxBench(all).opened().data(1, "x", NOP, DSS, MSS);
    assertThat(out.get(0).segment().options()).contains(MSS).doesNotContain(DSS);
    assertThat(all.stripped()).isEqualTo(1);
    out = new BoxBench(OptionStripper.mptcp(ALL, 1)).opened().data(1, "x", DSS);
    assertThat(out.get(0).segment().options()).containsExactly(DSS);
    out = new BoxBench(OptionStripper.mptcp(ALL, 2)).opened().data(1, "x", DSS);
    assertThat(out.get(0).segment().options()).isEmpty();
  }

  @Test
  void stripperOverwrites() {
    BoxBench bench = new BoxBench(OptionStripper.mptcp(ALL).overwriting()).opened();
    assertThat(bench.data(1, "x", DSS).get(0).segment().options())
        .containsExactly(NOP, NOP, NOP, NOP);
  }

  @Test
  void selectionsNarrow() {
    Selection third =
        ALL.towards(Direction.A_TO_B).types(SegmentType.DATA).packets(2, 2).from(5).until(9);
    BoxBench bench = new BoxBench(OptionStripper.mptcp(third)).opened();
    assertThat(bench.data(1, "too early", DSS).get(0).segment().hasMptcp()).isTrue();
    bench.advance(5);
    assertThat(bench.data(1, "first", DSS).get(0).segment().hasMptcp()).isTrue();
    TcpSegment back = down(TcpSegment.ACK, 1, 1, "x").options(List.of(DSS));
    assertThat(bench.send(Direction.B_TO_A, back).get(0).segment().hasMptcp()).isTrue();
    TcpSegment ack = up(TcpSegment.ACK, 6, 2, "").options(List.of(DSS));
    assertThat(bench.send(Direction.A_TO_B, ack).get(0).segment().hasMptcp()).isTrue();
    assertThat(bench.data(6, "second", DSS).get(0).segment().hasMptcp()).isFalse();
    assertThat(bench.data(12, "third", DSS).get(0).segment().hasMptcp()).isTrue();
  }

  @Test
  void sequenceRewriterShiftsBothWays() {
    long[] shifts = {100, 7000};
    int[] next = {0};
    BoxBench bench = new BoxBench(new SequenceRewriter(() -> shifts[next[0]++])).opened();
    TcpSegment out = bench.data(1, "x").get(0).segment();
    assertThat(out.sequence()).isEqualTo(CLIENT_ISS + 1 + 100);
    assertThat(out.acknowledgment()).isEqualTo(SERVER_ISS + 1 - 7000);
    TcpSegment ack = down(TcpSegment.ACK, 1, 0, "").acknowledgment(CLIENT_ISS + 1 + 100);
    ack.options(List.of(sack(CLIENT_ISS + 105, CLIENT_ISS + 110)));
    TcpSegment back = bench.send(Direction.B_TO_A, ack).get(0).segment();
    assertThat(back.sequence()).isEqualTo(SERVER_ISS + 1 + 7000);
    assertThat(back.acknowledgment()).isEqualTo(CLIENT_ISS + 1);
    assertThat(back.options()).containsExactly(sack(CLIENT_ISS + 5, CLIENT_ISS + 10));
  }

  @Test
  void splitterCutsAndCopiesOptions() {
    BoxBench each =
        new BoxBench(new SegmentSplitter(ALL, 4, SegmentSplitter.Options.EACH)).opened();
    List<Out> out = each.data(1, "0123456789", DSS);
    assertThat(texts(out)).containsExactly("0123", "4567", "89");
    assertThat(positions(out)).containsExactly(1, 5, 9);
    assertThat(out).allMatch(piece -> piece.segment().hasMptcp());
    assertThat(out.get(0).segment().has(TcpSegment.PSH)).isFalse();
    assertThat(out.get(2).segment().has(TcpSegment.PSH)).isTrue();
    BoxBench first = new BoxBench(new SegmentSplitter(ALL, 6, SegmentSplitter.Options.FIRST));
    out = first.opened().data(1, "0123456789", DSS);
    assertThat(out.get(0).segment().hasMptcp()).isTrue();
    assertThat(out.get(1).segment().hasMptcp()).isFalse();
  }

  @Test
  void coalescerJoinsWhatFollows() {
    SegmentCoalescer box = new SegmentCoalescer(ALL, 1500, MS, SegmentCoalescer.Options.FIRST);
    BoxBench bench = new BoxBench(box).opened();
    assertThat(bench.data(1, "one", DSS)).isEmpty();
    assertThat(bench.data(4, "two")).isEmpty();
    List<Out> out = bench.advance(MS);
    assertThat(texts(out)).containsExactly("onetwo");
    assertThat(out.get(0).segment().hasMptcp()).isTrue();
    assertThat(box.joined()).isEqualTo(1);
    // behind a gap nothing is joined
    bench.data(7, "three");
    assertThat(texts(bench.data(20, "four"))).containsExactly("three");
    assertThat(texts(bench.advance(MS))).containsExactly("four");
  }

  @Test
  void flipperChangesTheSameBytesAgain() {
    BoxBench bench = new BoxBench(new BitFlipper(ALL, 2, 3, 7)).opened();
    assertThat(bench.data(1, "abcdefgh").get(0).text()).isEqualTo("aBcdEfgh");
    assertThat(bench.data(5, "efgh").get(0).text()).isEqualTo("Efgh");
  }

  private static PayloadEditor editor(long at, int removed, String inserted) {
    byte[] bytes = inserted.getBytes(StandardCharsets.US_ASCII);
    return new PayloadEditor(ALL, Direction.A_TO_B, at, removed, bytes, 1500);
  }

  @Test
  void editorInsertsAndAdjusts() {
    BoxBench bench = new BoxBench(editor(4, 0, "XY")).opened();
    assertThat(texts(bench.data(1, "abcdef"))).containsExactly("abcXYdef");
    assertThat(positions(bench.data(7, "g"))).containsExactly(9);
    assertThat(bench.ack(9).get(0).segment().acknowledgment() - CLIENT_ISS).isEqualTo(7);
    assertThat(bench.ack(5).get(0).segment().acknowledgment() - CLIENT_ISS).isEqualTo(4);
    assertThat(bench.ack(3).get(0).segment().acknowledgment() - CLIENT_ISS).isEqualTo(3);
    // sent again in other pieces
    List<Out> again = bench.data(1, "ab");
    again.addAll(bench.data(3, "cd"));
    again.addAll(bench.data(5, "ef"));
    assertThat(texts(again)).containsExactly("ab", "cXYd", "ef");
    assertThat(positions(again)).containsExactly(1, 3, 7);
  }

  @Test
  void editorRemovesAndAdjusts() {
    BoxBench bench = new BoxBench(editor(3, 3, "-")).opened();
    assertThat(texts(bench.data(1, "abcdefg"))).containsExactly("ab-fg");
    assertThat(positions(bench.data(8, "h"))).containsExactly(6);
    assertThat(bench.ack(6).get(0).segment().acknowledgment() - CLIENT_ISS).isEqualTo(8);
    List<Out> again = bench.data(1, "abcd");
    again.addAll(bench.data(5, "efg"));
    assertThat(texts(again)).containsExactly("ab-", "fg");
    assertThat(positions(again)).containsExactly(1, 4);
  }

  @Test
  void editorCutsWhatGrowsTooLong() {
    BoxBench bench = new BoxBench(editor(2, 0, "0123456789")).opened();
    List<Out> out = bench.data(1, "x".repeat(1455));
    assertThat(out).hasSize(2).allMatch(each -> each.segment().packetBytes() <= 1500);
    assertThat(String.join("", texts(out))).isEqualTo("x0123456789" + "x".repeat(1454));
  }

  @Test
  void natTranslatesBothWaysAndForgets() {
    Nat nat = new Nat(Addresses.literal("192.0.2.1"), 30_000);
    BoxBench bench = new BoxBench(nat);
    TcpSegment out = bench.data(1, "x").get(0).segment();
    assertThat(out.source().getAddress().getHostAddress()).isEqualTo("192.0.2.1");
    assertThat(out.source().getPort()).isEqualTo(30_000);
    TcpSegment answer = down(TcpSegment.ACK, 1, 2, "y").destination(out.source());
    TcpSegment back = bench.send(Direction.B_TO_A, answer).get(0).segment();
    assertThat(back.destination()).isEqualTo(up(TcpSegment.ACK, 1, 1, "").source());
    nat.rebind();
    assertThat(bench.send(Direction.B_TO_A, answer)).isEmpty();
    assertThat(nat.dropped()).isEqualTo(1);
    assertThat(bench.data(2, "x").get(0).segment().source().getPort()).isEqualTo(30_001);
  }

  @Test
  void proxyAcknowledgesAndSendsAgain() {
    BoxBench bench = new BoxBench(new AckProxy(ALL, Direction.A_TO_B, 10 * MS)).opened();
    bench.ack(1);
    List<Out> out = bench.data(1, "abc");
    assertThat(out).extracting(Out::direction).contains(Direction.A_TO_B, Direction.B_TO_A);
    TcpSegment forged = out.get(1).segment();
    assertThat(forged.acknowledgment() - CLIENT_ISS).isEqualTo(4);
    assertThat(forged.payloadBytes()).isZero();
    // behind a gap nothing is acknowledged
    assertThat(bench.data(10, "later")).hasSize(1);
    assertThat(texts(bench.advance(10 * MS))).containsExactly("abc");
    assertThat(bench.ack(1).get(0).segment().acknowledgment() - CLIENT_ISS).isEqualTo(4);
    bench.ack(4);
    assertThat(bench.advance(100 * MS)).isEmpty();
  }

  @Test
  void proxyLoses() {
    AckProxy proxy = new AckProxy(ALL, Direction.A_TO_B, 10 * MS).losing(1, 3);
    BoxBench bench = new BoxBench(proxy).opened();
    bench.ack(1);
    assertThat(bench.data(1, "abc")).extracting(Out::direction).containsExactly(Direction.B_TO_A);
    assertThat(bench.advance(100 * MS)).isEmpty();
    assertThat(proxy.lost()).isEqualTo(1);
    assertThat(bench.data(4, "def")).hasSize(2);
  }

  @Test
  void gapFillerPutsInOrder() {
    GapFiller box = new GapFiller(ALL);
    BoxBench bench = new BoxBench(box).opened();
    assertThat(texts(bench.data(1, "a"))).containsExactly("a");
    assertThat(bench.data(3, "c")).isEmpty();
    assertThat(bench.data(4, "d")).isEmpty();
    assertThat(texts(bench.data(2, "b"))).containsExactly("b", "c", "d");
    assertThat(box.held()).isEqualTo(2);
    assertThat(texts(bench.data(1, "a"))).containsExactly("a");
  }

  @Test
  void holderSendsInOneBurst() {
    BoxBench bench = new BoxBench(new Holder(ALL.types(SegmentType.DATA), 5 * MS)).opened();
    assertThat(bench.data(1, "a")).isEmpty();
    bench.advance(3 * MS);
    assertThat(bench.data(2, "b")).isEmpty();
    assertThat(bench.ack(1)).hasSize(1);
    assertThat(texts(bench.advance(2 * MS))).containsExactly("a", "b");
  }

  @Test
  void normalizerCleansHeaders() {
    BoxBench bench = new BoxBench(new HeaderNormalizer(ALL).clampingMss(900)).opened();
    TcpSegment dirty = up(TcpSegment.ACK | TcpSegment.URG | TcpSegment.ECE, 1, 1, "x");
    dirty.urgentPointer(1).ecn(3).options(List.of(MSS));
    TcpSegment clean = bench.send(Direction.A_TO_B, dirty).get(0).segment();
    assertThat(clean.flags()).isEqualTo(TcpSegment.ACK);
    assertThat(clean.urgentPointer()).isZero();
    assertThat(clean.ecn()).isZero();
    assertThat(clean.options().get(0).bytes().getShort(2)).isEqualTo((short) 900);
  }

  @Test
  void dropperDropsThirdAcks() {
    Selection third = ALL.types(SegmentType.THIRD_ACK).packets(2, 2);
    BoxBench bench = new BoxBench(new PacketDropper(third)).opened();
    assertThat(bench.send(Direction.A_TO_B, up(TcpSegment.ACK, 1, 1, ""))).isEmpty();
    assertThat(bench.send(Direction.A_TO_B, up(TcpSegment.ACK, 1, 2, ""))).hasSize(1);
    assertThat(bench.data(1, "x")).hasSize(1);
  }

  @Test
  void whatIsNotTcpPasses() {
    int[] passed = {0};
    ByteBuffer junk = ByteBuffer.allocate(30);
    new PacketDropper(ALL).onPacket(Direction.A_TO_B, junk, 0, (to, packet) -> passed[0]++);
    assertThat(passed[0]).isEqualTo(1);
  }
}
