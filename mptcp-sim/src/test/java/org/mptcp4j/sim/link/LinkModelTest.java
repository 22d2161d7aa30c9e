package org.mptcp4j.sim.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkModelTest {
  private static final long MS = 1_000_000;
  private static final long SECOND = 1_000_000_000;

  private static LinkModel model(String spec) {
    return new LinkModel(LinkSpec.parse(spec), new SplittableRandom(7)::nextLong);
  }

  @Test
  void aPacketTakesItsSerializationAndTheDelay() {
    // 1500 bytes at 12 Mbit/s: 1 ms.
    assertThat(model("12M,10ms").offer(5 * MS, 1500)).isEqualTo(5 * MS + MS + 10 * MS);
  }

  @Test
  void packetsWaitForTheOneBefore() {
    LinkModel model = model("12M,10ms");
    for (int i = 1; i <= 10; i++) {
      assertThat(model.offer(0, 1500)).isEqualTo(i * MS + 10 * MS);
    }
    assertThat(model.offer(100 * MS, 750)).isEqualTo(100 * MS + MS / 2 + 10 * MS);
    assertThat(model.stats().busyNanos()).isEqualTo(10 * MS + MS / 2);
  }

  @Test
  void anUnlimitedRateOnlyDelays() {
    LinkModel model = model("0,10ms,queue=1500");
    for (int i = 0; i < 1000; i++) {
      assertThat(model.offer(0, 1500)).isEqualTo(10 * MS);
    }
    assertThat(model.stats().maxQueueBytes()).isZero();
  }

  @Test
  void theClockMayBeginAnywhere() {
    LinkModel model = model("12M,10ms,jitter=1us");
    long before = -50 * SECOND;
    assertThat(model.offer(before, 1500)).isBetween(before + 11 * MS, before + 11 * MS + 1000);
  }

  @Test
  void theTailIsDroppedAboveTheQueueInBytes() {
    LinkModel model = model("12M,10ms,queue=4500");
    assertThat(model.offer(0, 1500)).isEqualTo(11 * MS);
    assertThat(model.offer(0, 1500)).isEqualTo(12 * MS);
    assertThat(model.offer(0, 1500)).isEqualTo(13 * MS);
    assertThat(model.offer(0, 20)).isEqualTo(LinkModel.DROPPED);
    assertThat(model.lastDrop()).isEqualTo(DropCause.QUEUE);
    assertThat(model.queuedBytes(0)).isEqualTo(4500);

    // One is out: there is room for one more, which leaves after the others.
    assertThat(model.offer(MS, 1500)).isEqualTo(14 * MS);
    assertThat(model.stats().maxQueueBytes()).isEqualTo(4500);
    assertThat(model.stats().drops(DropCause.QUEUE)).isEqualTo(1);
    assertThat(model.queuedBytes(4 * MS)).isZero();
  }

  @Test
  void aLongQueueOfSmallPacketsIsCountedRight() {
    LinkModel model = model("8M,0s,queue=1M");
    for (int i = 0; i < 500; i++) {
      model.offer(i * 10_000L, 100);
    }
    // 100 bytes leave each 100 us, and came each 10 us: after 4.99 ms 49 are out.
    assertThat(model.queuedBytes(4_990_000)).isEqualTo((500 - 49) * 100);
    assertThat(model.queuedBytes(50 * MS)).isZero();
  }

  @Test
  void aSourceThatIsTooFastGetsExactlyTheRate() {
    LinkModel model = model("20M,15ms");
    long last = 0;
    for (long now = 0; now < 10 * SECOND; now += 400_000) {
      long arrival = model.offer(now, 1500);
      last = arrival == LinkModel.DROPPED ? last : arrival;
    }
    double seconds = (last - 15 * MS) / 1e9;
    assertThat(model.stats().carriedBytes() * 8 / seconds).isCloseTo(20e6, within(1e3));
    assertThat(model.stats().offeredPackets())
        .isEqualTo(model.stats().carriedPackets() + model.stats().drops());
  }

  @Test
  void lossTakesItsShareAndUsesUpTheRate() {
    LinkModel model = model("0,1ms,loss=5%");
    for (int i = 0; i < 100_000; i++) {
      model.offer(i, 1000);
    }
    assertThat(model.stats().drops(DropCause.LOSS) / 100_000.0).isCloseTo(0.05, within(0.003));

    LinkModel all = model("12M,1ms,loss=100%");
    assertThat(all.offer(0, 1500)).isEqualTo(LinkModel.DROPPED);
    assertThat(all.lastDrop()).isEqualTo(DropCause.LOSS);
    assertThat(all.stats().busyNanos()).isEqualTo(MS);
  }

  @Test
  void jitterSpreadsButKeepsTheOrder() {
    LinkModel model = model("0,10ms,jitter=5ms");
    long last = 0;
    long least = Long.MAX_VALUE;
    long most = 0;
    for (int i = 0; i < 2000; i++) {
      long now = i * 20L * MS;
      long arrival = model.offer(now, 100);
      assertThat(arrival).isGreaterThanOrEqualTo(last);
      last = arrival;
      least = Math.min(least, arrival - now);
      most = Math.max(most, arrival - now);
    }
    assertThat(least).isBetween(10 * MS, 10 * MS + MS / 10);
    assertThat(most).isBetween(15 * MS - MS / 10, 15 * MS);

    LinkModel dense = model("0,10ms,jitter=5ms");
    last = 0;
    for (int i = 0; i < 2000; i++) {
      long arrival = dense.offer(i * 1000L, 100);
      assertThat(arrival).isGreaterThanOrEqualTo(last);
      last = arrival;
    }
  }

  @Test
  void reorderedPacketsAreOvertaken() {
    LinkModel model = model("12M,10ms,queue=100M,reorder=3%:5ms");
    long highest = 0;
    int overtaken = 0;
    for (int i = 0; i < 20_000; i++) {
      long arrival = model.offer(0, 1500);
      long inOrder = (i + 1) * MS + 10 * MS;
      assertThat(arrival).isIn(inOrder, inOrder + 5 * MS);
      overtaken += arrival > inOrder ? 1 : 0;
      highest = Math.max(highest, arrival);
    }
    assertThat(overtaken / 20_000.0).isCloseTo(0.03, within(0.004));
  }

  @Test
  void aPacketAboveTheMtuIsDropped() {
    LinkModel model = model("12M,10ms,mtu=1400");
    assertThat(model.offer(0, 1401)).isEqualTo(LinkModel.DROPPED);
    assertThat(model.lastDrop()).isEqualTo(DropCause.TOO_BIG);
    assertThat(model.offer(0, 1400)).isNotEqualTo(LinkModel.DROPPED);
  }

  @Test
  void aCutEmptiesTheQueueAndDropsUntilMended() {
    LinkModel model = model("12M,10ms,queue=4500");
    model.offer(0, 1500);
    model.offer(0, 1500);
    model.offer(0, 1500);
    int cuts = model.cuts();
    model.cut(MS / 2);
    model.cut(MS / 2);
    assertThat(model.cuts()).isEqualTo(cuts + 1);
    assertThat(model.queuedBytes(MS / 2)).isZero();
    assertThat(model.offer(MS, 1500)).isEqualTo(LinkModel.DROPPED);
    assertThat(model.lastDrop()).isEqualTo(DropCause.DOWN);
    for (int i = 0; i < 3; i++) {
      model.lostOnTheWay(1500);
    }
    assertThat(model.stats().carriedPackets()).isZero();
    assertThat(model.stats().drops(DropCause.DOWN)).isEqualTo(4);

    model.mend();
    assertThat(model.offer(2 * MS, 1500)).isEqualTo(2 * MS + MS + 10 * MS);
  }

  @Test
  void aChangeOfTheLinkHoldsForLaterPacketsAndKeepsTheOrder() {
    LinkModel model = model("12M,100ms");
    assertThat(model.offer(0, 1500)).isEqualTo(101 * MS);
    model.spec(LinkSpec.parse("120M,1ms"));
    assertThat(model.offer(0, 1500)).isEqualTo(101 * MS);
    assertThat(model.offer(200 * MS, 1500)).isEqualTo(200 * MS + MS / 10 + MS);
  }

  @Test
  void aLongQueueMarksWhatMayBeMarked() {
    LinkModel model = model("12M,10ms,ecn=3000");
    for (int i = 0; i < 3; i++) {
      assertThat(ecnAfter(model, 2)).as("packet " + i).isEqualTo(2);
    }
    assertThat(ecnAfter(model, 2)).isEqualTo(3);
    assertThat(ecnAfter(model, 1)).isEqualTo(3);
    assertThat(ecnAfter(model, 0)).as("not capable").isZero();
    assertThat(model.stats().markedPackets()).isEqualTo(2);
    assertThat(model.stats().drops()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 6})
  void aMarkLeavesTheRestOfTheHeaderAlone(int version) {
    LinkModel model = model("12M,10ms,ecn=1");
    model.offer(0, 1500);
    ByteBuffer packet = header(version, 0xb9);
    model.offer(0, packet);
    assertThat(packet).isEqualTo(header(version, 0xbb));
  }

  private static int ecnAfter(LinkModel model, int ecn) {
    ByteBuffer packet = header(4, ecn);
    model.offer(0, packet);
    return packet.get(1) & 3;
  }

  /** A packet of 1500 bytes without payload worth mentioning, its header checksum right. */
  private static ByteBuffer header(int version, int trafficClass) {
    ByteBuffer packet = ByteBuffer.allocate(1500);
    if (version == 6) {
      return packet.putInt(0, 6 << 28 | trafficClass << 20).putShort(4, (short) 1460);
    }
    packet.putShort(0, (short) (0x4500 | trafficClass)).putShort(2, (short) 1500);
    int sum = 0x4500 + trafficClass + 1500;
    return packet.putShort(10, (short) ~sum);
  }
}
