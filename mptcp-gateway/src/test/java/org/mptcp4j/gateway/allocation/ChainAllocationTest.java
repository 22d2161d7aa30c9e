package org.mptcp4j.gateway.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.gateway.allocation.Chain.Setting;
import org.mptcp4j.test.Allocation;

/**
 * At steady state a byte goes from host to host through two gateways and nothing is allocated for
 * it: neither by senders and receivers nor by relays, schedulers and the codec.
 */
class ChainAllocationTest {
  private static final int PACKETS = Integer.getInteger("org.mptcp4j.allocation.packets", 40_000);
  private static final int SUPER = 65_535;
  private static final int WARM_UP = 10_000;

  private static double measure(String name, Setting setting) {
    Chain chain = new Chain(setting);
    chain.run(Math.max(WARM_UP, PACKETS / 4));
    long packets = chain.dataPackets();
    long bytes = chain.bytesRead();
    long collections = Allocation.collections();
    long before = Allocation.ofThisThread();
    chain.run(PACKETS);
    long allocated = Allocation.ofThisThread() - before;
    packets = chain.dataPackets() - packets;
    bytes = chain.bytesRead() - bytes;
    System.out.printf(
        Locale.ROOT,
        "allocation: %s: %.3f B per data packet; %d packets, %d lost, %d late, %d MB, %d"
            + " collections%n",
        name,
        (double) allocated / packets,
        packets,
        chain.lost(),
        chain.late(),
        bytes / 1_000_000,
        Allocation.collections() - collections);
    assertThat(chain.leastDataPackets()).as("both accesses carry").isGreaterThan(packets / 10);
    return (double) allocated / packets;
  }

  private static Setting calm(MptcpVersion version, boolean checksum, int packet, int buffer) {
    return new Setting(version, checksum, packet, buffer, Wire.Trouble.NONE);
  }

  @Test
  void fullSegments() {
    assertThat(measure("v1", calm(MptcpVersion.V1, false, Setting.MTU, 2048))).isLessThan(1);
  }

  @Test
  void fullSegmentsWithChecksum() {
    Setting setting = calm(MptcpVersion.V0, true, Setting.MTU, 2048);
    assertThat(measure("v0, checksum", setting)).isLessThan(1);
  }

  @Test
  void smallPayloadsInLargeBuffers() {
    Setting setting = calm(MptcpVersion.V1, true, Setting.MTU, SUPER);
    assertThat(measure("v1, checksum, large buffers", setting)).isLessThan(1);
  }

  @Test
  void superSegments() {
    assertThat(measure("v1, super-segments", calm(MptcpVersion.V1, false, SUPER, SUPER)))
        .isLessThan(1);
  }

  @Test
  void superSegmentsWithChecksum() {
    Setting setting = calm(MptcpVersion.V0, true, SUPER, SUPER);
    assertThat(measure("v0, super-segments, checksum", setting)).isLessThan(1);
  }

  @Test
  void lossAndReordering() {
    Setting setting =
        new Setting(MptcpVersion.V1, true, Setting.MTU, 2048, new Wire.Trouble(100, 100));
    assertThat(measure("v1, checksum, loss and reordering", setting)).isLessThan(1);
  }
}
