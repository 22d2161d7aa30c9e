package org.mptcp4j.tproxy.linux.tun;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mptcp4j.engine.OutgoingPacket;
import org.mptcp4j.engine.PacketBuffer.Checksum;
import org.mptcp4j.engine.Zone;

/** struct virtio_net_hdr, field by field: VIRTIO 1.2, section 5.1.6. */
class VirtioHeaderTest {
  private static final int ACK = 0x10;
  private static final int CWR = 0x80;

  /** IP and TCP header alone; {@code segmentSize} as the engine says it. */
  private record Header(ByteBuffer header, int segmentSize) implements OutgoingPacket {
    @Override
    public Zone zone() {
      throw new UnsupportedOperationException("a device knows its zone");
    }

    @Override
    public int payloadCount() {
      return 0;
    }

    @Override
    public ByteBuffer payload(int index) {
      throw new IndexOutOfBoundsException(index);
    }

    @Override
    public int length() {
      return header.remaining();
    }
  }

  /** With 12 octets of options, behind 3 octets that are none of it. */
  private static Header packet(int version, int flags, int segmentSize) {
    int ip = version == 4 ? 20 : 40;
    ByteBuffer header = ByteBuffer.allocate(3 + ip + 32);
    header.put(3, (byte) (version << 4 | 5)).put(3 + ip + 13, (byte) flags);
    return new Header(header.position(3), segmentSize);
  }

  private static ByteBuffer written(OutgoingPacket packet) {
    ByteBuffer target = ByteBuffer.allocate(VirtioHeader.BYTES);
    VirtioHeader.put(target, packet);
    assertThat(target.hasRemaining()).isFalse();
    return target.order(ByteOrder.nativeOrder());
  }

  @ParameterizedTest
  @CsvSource({"4,16,1,52,20", "6,16,4,72,40", "4,144,129,52,20", "6,144,132,72,40"})
  void saysHowAPacketIsCutAndWhereItsChecksumGoes(
      int version, int flags, int type, int headers, int tcp) {
    ByteBuffer header = written(packet(version, flags, 1400));
    assertThat(header.get(0)).as("flags: a checksum is missing").isEqualTo((byte) 1);
    assertThat(header.get(1) & 0xff).as("gso_type").isEqualTo(type);
    assertThat(header.getShort(2)).as("hdr_len").isEqualTo((short) headers);
    assertThat(header.getShort(4)).as("gso_size").isEqualTo((short) 1400);
    assertThat(header.getShort(6)).as("csum_start").isEqualTo((short) tcp);
    assertThat(header.getShort(8)).as("csum_offset").isEqualTo((short) 16);
  }

  @Test
  void saysNothingOfAPacketThatGoesAsItIs() {
    assertThat(written(packet(4, ACK | CWR, 0)).array()).containsOnly(0);
  }

  /** VIRTIO_NET_HDR_F_NEEDS_CSUM 1, VIRTIO_NET_HDR_F_DATA_VALID 2. */
  @ParameterizedTest
  @CsvSource({"0,UNVERIFIED", "1,TRUSTED", "2,TRUSTED", "4,UNVERIFIED"})
  void trustsWhatTheKernelVouchesFor(byte flags, Checksum checksum) {
    ByteBuffer received = ByteBuffer.allocate(100).put(0, flags).position(VirtioHeader.BYTES);
    assertThat(VirtioHeader.checksum(received)).isEqualTo(checksum);
  }
}
