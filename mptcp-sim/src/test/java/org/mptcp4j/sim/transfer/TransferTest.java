package org.mptcp4j.sim.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.Subflow;
import org.mptcp4j.sim.Direction;
import org.mptcp4j.sim.Link;
import org.mptcp4j.sim.Tap;
import org.mptcp4j.sim.link.LinkSpec;
import org.mptcp4j.sim.trace.LinkCapture;
import org.mptcp4j.spi.Scheduler;
import org.mptcp4j.spi.SchedulerProvider;

/** Transfers between two engines. */
class TransferTest {
  private static final LinkSpec DSL = LinkSpec.parse("20M,15ms");
  private static final LinkSpec LTE = LinkSpec.parse("30M,25ms");
  private static final long MS = 1_000_000;

  private static ConnectionOptions plainTcp() {
    return ConnectionOptions.defaults().withVersion(MptcpVersion.OFF);
  }

  private static TransferResult complete(Transfer transfer) {
    TransferResult result = transfer.run();
    assertThat(result.complete()).as(result.toString()).isTrue();
    return result;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 1000, 1428, 1429, 100_000})
  void fewBytes(long bytes) {
    assertThat(complete(Transfer.over(DSL).bytes(bytes)).bytes()).isEqualTo(bytes);
    assertThat(complete(Transfer.over(DSL).options(plainTcp()).bytes(bytes)).bytes())
        .isEqualTo(bytes);
  }

  @Test
  void plainTcpFillsALink() {
    TransferResult result = complete(Transfer.over(DSL).options(plainTcp()).bytes(20_000_000));
    assertThat(result.efficiency()).as(result.toString()).isGreaterThan(0.93);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void twoLinksAreFilledTogether(boolean download) {
    Transfer transfer = Transfer.over(DSL, LTE).bytes(20_000_000);
    TransferResult result = complete(download ? transfer.download() : transfer);
    assertThat(result.efficiency()).as(result.toString()).isGreaterThan(0.90);
    assertThat(result.links()).allMatch(link -> link.share() > 0.2);
  }

  @Test
  void version6() {
    TransferResult result = complete(Transfer.over(DSL, LTE).bytes(20_000_000).ipv6());
    assertThat(result.efficiency()).as(result.toString()).isGreaterThan(0.88);
    assertThat(result.links()).allMatch(link -> link.share() > 0.2);
  }

  @Test
  void superSegments() {
    Transfer transfer = Transfer.over(DSL, LTE).bytes(20_000_000).segmentationOffload();
    TransferResult result = complete(transfer);
    assertThat(result.efficiency()).as(result.toString()).isGreaterThan(0.88);
  }

  @ParameterizedTest
  @CsvSource({
    "20M;10ms;loss=1%,30M;20ms;loss=1%",
    "20M;10ms;loss=5%,30M;20ms;loss=0.1%",
    "20M;10ms;reorder=5%;jitter=3ms,30M;20ms;reorder=5%;jitter=10ms",
    "20M;10ms;queue=5k,30M;20ms;queue=10k",
    "20M;10ms,2M;200ms",
    "20M;10ms;mtu=1400,30M;20ms;mtu=1300",
    "500k;300ms;loss=2%,100M;1ms;loss=2%"
  })
  void badLinksLoseNoByte(String first, String second) {
    for (int seed = 1; seed <= 3; seed++) {
      complete(
          Transfer.over(
                  LinkSpec.parse(first.replace(';', ',')), LinkSpec.parse(second.replace(';', ',')))
              .bytes(3_000_000)
              .seed(seed));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aLinkIsPulledOutInMidTransfer(int which) {
    TransferResult result =
        complete(
            Transfer.over(DSL, LTE)
                .bytes(10_000_000)
                .prepare((sim, links) -> sim.at(1000 * MS, () -> links.get(which).cut())));
    assertThat(result.links().get(which).payloadBytes()).isBetween(100_000L, 4_000_000L);
    assertThat(result.seconds()).as(result.toString()).isLessThan(which == 0 ? 4.5 : 6.5);
  }

  @Test
  void aLinkThatComesBackIsUsedOrDoesNoHarm() {
    complete(
        Transfer.over(DSL, LTE)
            .bytes(10_000_000)
            .prepare(
                (sim, links) -> {
                  sim.at(800 * MS, () -> links.get(1).cut());
                  sim.at(1800 * MS, () -> links.get(1).mend());
                }));
  }

  @Test
  void aSchedulerOfOnesOwn() {
    Scheduler last =
        request -> {
          Subflow subflow = request.subflow(request.subflowCount() - 1);
          if (subflow.canSend()) {
            request.send(subflow);
          }
        };
    ConnectionOptions options =
        ConnectionOptions.defaults().withScheduler(SchedulerProvider.of("last", () -> last));
    TransferResult result = complete(Transfer.over(DSL, LTE).bytes(5_000_000).options(options));
    assertThat(result.links().get(1).share()).as(result.toString()).isGreaterThan(0.9);
  }

  @Test
  void oneSeedGivesTheSameBytes() {
    assertThat(captured(5)).isEqualTo(captured(5)).isNotEqualTo(captured(6));
  }

  private static byte[] captured(long seed) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    complete(
        Transfer.over(LinkSpec.parse("20M,15ms,loss=0.5%,jitter=1ms"), LTE)
            .bytes(2_000_000)
            .seed(seed)
            .prepare(
                (sim, links) -> {
                  try {
                    new LinkCapture(links.get(0), file);
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                }));
    return file.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aFifthOfAllPacketsMayBeLost(long seed) {
    LinkSpec lossy = LinkSpec.parse("20M,15ms,loss=20%");
    TransferResult result = complete(Transfer.over(lossy, lossy).bytes(100_000).seed(seed));
    assertThat(result.retransmittedSegments()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void allJoinsSucceedWhereHandshakesLosePackets(long seed) {
    LinkSpec lossy = LinkSpec.parse("2M,5ms,loss=10%");
    TransferResult result =
        complete(Transfer.over(lossy, lossy, lossy, lossy).bytes(3_000_000).seed(seed));
    assertThat(result.links()).as(result.toString()).allMatch(link -> link.share() > 0.02);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aDeadNetworkEndsTheConnection(boolean plain) {
    Transfer transfer =
        Transfer.over(DSL, LTE)
            .limitNanos(400_000 * MS)
            .prepare((sim, links) -> sim.at(1000 * MS, () -> links.forEach(Link::cut)));
    TransferResult result = (plain ? transfer.options(plainTcp()) : transfer).run();
    assertThat(result.complete()).isFalse();
    assertThat(result.failure().orElseThrow()).contains("connection ended");
    assertThat(result.seconds()).isBetween(100.0, 200.0);
  }

  /**
   * RFC 6824, section 3.1: the third packet is an ACK with MP_CAPABLE and both keys, without data.
   */
  @Test
  void theHandshakeIsThreePacketsLong() {
    List<ByteBuffer> packets = new ArrayList<>();
    Tap tap =
        new Tap() {
          @Override
          public void onSent(Link link, Direction direction, ByteBuffer packet, long nowNanos) {
            packets.add(ByteBuffer.allocate(packet.remaining()).put(packet).flip());
          }
        };
    complete(Transfer.over(DSL).bytes(10_000).prepare((sim, links) -> links.get(0).addTap(tap)));
    ByteBuffer third = packets.get(2);
    int tcpHeader = (third.get(20 + 12) & 0xf0) >>> 2;
    assertThat(third.remaining()).isEqualTo(20 + tcpHeader);
    assertThat(third.get(20 + 13)).isEqualTo((byte) 0x10);
    // behind two NOPs and the timestamps: kind 30, length 20, subtype 0 and version 1
    assertThat(third.getShort(20 + 32)).isEqualTo((short) 0x1e14);
    assertThat(third.get(20 + 34)).isEqualTo((byte) 1);
  }

  @Test
  void subflowsAreOnePerLink() {
    Set<String> flows = new TreeSet<>();
    Tap tap =
        new Tap() {
          @Override
          public void onSent(Link link, Direction direction, ByteBuffer packet, long nowNanos) {
            if (direction == Direction.A_TO_B) {
              flows.add(link.name() + " " + packet.getShort(20));
            }
          }
        };
    complete(
        Transfer.over(DSL, LTE, DSL)
            .bytes(1_000_000)
            .prepare((sim, links) -> links.forEach(link -> link.addTap(tap))));
    assertThat(flows).hasSize(3);
  }

  @Test
  void whatCannotWorkIsSaid() {
    TransferResult result =
        Transfer.over(LinkSpec.parse("20M,15ms,loss=100%"))
            .bytes(1000)
            .limitNanos(300_000 * MS)
            .run();
    assertThat(result.complete()).isFalse();
    assertThat(result.failure()).isPresent();
    assertThat(result.bytes()).isZero();
  }
}
