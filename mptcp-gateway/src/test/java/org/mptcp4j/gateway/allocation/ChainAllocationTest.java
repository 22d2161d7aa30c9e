package org.mptcp4j.gateway.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.gateway.allocation.Chain.Setting;
import org.mptcp4j.gateway.allocation.Wire.Trouble;
import org.mptcp4j.test.Allocation;

/**
 * At steady state a byte goes from host to host through two gateways and nothing is allocated for
 * it: neither by senders and receivers nor by relays, schedulers and the codec. What all four
 * engines allocate is set against the packets with data on the access links alone.
 */
class ChainAllocationTest {
  /** How many are measured, if a system property says so. */
  private static final Integer PACKETS = Integer.getInteger("org.mptcp4j.allocation.packets");

  private static final int FULL = 100_000;
  private static final int SUPER = 40_000;
  private static final int LARGEST_PACKET = 65_535;

  /** Arrays grow still, while windows do. */
  private static final double MOST_BYTES = 0.5;

  private static void measure(String name, int usually, Setting setting) {
    int count = PACKETS == null ? usually : PACKETS;
    Chain chain = new Chain(setting);
    chain.run(count / 2);
    System.gc();
    long packets = chain.dataPackets();
    long bytes = chain.bytesRead();
    long collections = Allocation.collections();
    long allocated = Allocation.ofThisThread();
    chain.run(count);
    allocated = Allocation.ofThisThread() - allocated;
    collections = Allocation.collections() - collections;
    packets = chain.dataPackets() - packets;
    bytes = chain.bytesRead() - bytes;
    double each = (double) allocated / packets;
    System.out.printf(
        Locale.ROOT,
        "%s: %.3f B for each of %d packets; %d MB, %d lost, %d late, %d collections%n",
        name,
        each,
        packets,
        bytes / 1_000_000,
        chain.lost(),
        chain.late(),
        collections);
    assertThat(chain.leastDataPackets()).as("both accesses carry").isGreaterThan(packets / 10);
    assertThat(each).as("bytes for a packet").isLessThan(MOST_BYTES);
    assertThat(collections).as("collections").isZero();
  }

  private static Setting full(MptcpVersion version, boolean checksum, int buffer, Trouble trouble) {
    return new Setting(version, checksum, Setting.MTU, buffer, trouble);
  }

  private static Setting large(MptcpVersion version, boolean checksum) {
    return new Setting(version, checksum, LARGEST_PACKET, LARGEST_PACKET, Trouble.NONE);
  }

  @Test
  void fullSegments() {
    measure("version 1", FULL, full(MptcpVersion.V1, false, 2048, Trouble.NONE));
  }

  @Test
  void fullSegmentsWithChecksum() {
    measure("version 0, checksum", FULL, full(MptcpVersion.V0, true, 2048, Trouble.NONE));
  }

  @Test
  void smallPayloadsOfLargeBuffersAreCopied() {
    Setting setting = full(MptcpVersion.V1, true, LARGEST_PACKET, Trouble.NONE);
    measure("version 1, checksum, buffers of 64 KiB", FULL, setting);
  }

  @Test
  void superSegments() {
    measure("version 1, super-segments", SUPER, large(MptcpVersion.V1, false));
  }

  @Test
  void superSegmentsWithChecksum() {
    measure("version 0, checksum, super-segments", SUPER, large(MptcpVersion.V0, true));
  }

  @Test
  void lossAndReordering() {
    Setting setting = full(MptcpVersion.V1, true, 2048, new Trouble(100, 100));
    measure("version 1, checksum, 1 % lost, 1 % late", FULL, setting);
  }
}
