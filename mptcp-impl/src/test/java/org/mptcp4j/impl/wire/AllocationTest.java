package org.mptcp4j.impl.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.impl.wire.option.MptcpOptionWriter;
import org.mptcp4j.impl.wire.option.OptionWriter;
import org.mptcp4j.test.Allocation;

/** Reading and writing segments allocates nothing. */
class AllocationTest {
  private static final int ROUNDS = 20_000;

  /**
   * What the measurement itself may take, interpreter and compiler included: no object per round.
   */
  private static final long NOISE_BYTES = 4 * ROUNDS;

  private final SegmentView view = new SegmentView();
  private final PacketWriter writer = new PacketWriter();
  private final IcmpErrorView error = new IcmpErrorView();

  @Test
  void parsing() {
    List<PacketBuffer> packets = Captures.tcp().stream().map(Captures::packet).toList();
    PacketBuffer[] array = packets.toArray(PacketBuffer[]::new);
    assertAllocatesNothing(() -> parse(array));
  }

  private void parse(PacketBuffer[] packets) {
    for (int i = 0; i < ROUNDS; i++) {
      view.parse(packets[i % packets.length]);
    }
  }

  @Test
  void icmp() {
    PacketBuffer packet = Captures.packet(Captures.read("icmp").get(0));
    assertAllocatesNothing(
        () -> {
          for (int i = 0; i < ROUNDS; i++) {
            error.parse(packet);
          }
        });
  }

  @Test
  void writing() {
    writer.from(IpAddress.v4(1), 1).to(IpAddress.v4(2), 2).flags(TcpFlags.ACK);
    ByteBuffer target = ByteBuffer.allocateDirect(100);
    assertAllocatesNothing(
        () -> {
          for (int i = 0; i < ROUNDS; i++) {
            write(target.clear(), i);
          }
        });
  }

  private void write(ByteBuffer target, int i) {
    writer.sequence(i).begin(target);
    OptionWriter.timestamps(target, i, i);
    MptcpOptionWriter.dss(target, 0x0F, i, i, i, 1000, i);
    writer.end(target, 1000, i);
  }

  private static void assertAllocatesNothing(Runnable rounds) {
    rounds.run();
    long before = Allocation.ofThisThread();
    rounds.run();
    assertThat(Allocation.ofThisThread() - before).isLessThan(NOISE_BYTES);
  }

  @Test
  void theMeasureWorks() {
    long before = Allocation.ofThisThread();
    byte[] something = new byte[1 << 20];
    assertThat(Allocation.ofThisThread() - before).isGreaterThan(something.length);
  }
}
