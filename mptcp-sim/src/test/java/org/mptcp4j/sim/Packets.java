package org.mptcp4j.sim;

import java.nio.ByteBuffer;
import org.mptcp4j.engine.Addresses;

/** Raw packets for tests, with right checksums. */
public final class Packets {
  private Packets() {}

  /** A TCP segment with {@code payload} bytes, IPv4 or IPv6 as the addresses are. */
  public static ByteBuffer tcp(String source, String destination, int sequence, int payload) {
    byte[] from = Addresses.literal(source).getAddress();
    byte[] to = Addresses.literal(destination).getAddress();
    int header = from.length == 4 ? 20 : 40;
    ByteBuffer packet = ByteBuffer.allocate(header + 20 + payload);
    if (from.length == 4) {
      packet.putShort((short) 0x4500).putShort((short) packet.capacity()).putInt(0x00004000);
      packet.put((byte) 64).put((byte) 6).putShort((short) 0).put(from).put(to);
      packet.putShort(10, checksum(packet, 0, 20, 0));
    } else {
      packet.putInt(0x60000000).putShort((short) (20 + payload)).put((byte) 6).put((byte) 64);
      packet.put(from).put(to);
    }
    packet.putShort((short) 40_000).putShort((short) 80).putInt(sequence).putInt(1);
    packet.putShort((short) 0x5010).putShort((short) 0xffff);
    long pseudo = 6 + 20 + payload + sum(packet, header - 2 * from.length, 2 * from.length);
    packet.putShort(header + 16, checksum(packet, header, 20 + payload, pseudo));
    return packet.clear();
  }

  /** Whether the checksum over that range comes out right. */
  public static boolean valid(ByteBuffer packet, int offset, int length, long pseudo) {
    return checksum(packet, offset, length, pseudo) == 0;
  }

  /** The sum of 16-bit words; written anew so that tests don't check code with itself. */
  public static long sum(ByteBuffer packet, int offset, int length) {
    long sum = 0;
    for (int i = 0; i < length; i++) {
      int octet = packet.get(offset + i) & 0xff;
      sum += i % 2 == 0 ? octet << 8 : octet;
    }
    return sum;
  }

  private static short checksum(ByteBuffer packet, int offset, int length, long pseudo) {
    long sum = pseudo + sum(packet, offset, length);
    while (sum > 0xffff) {
      sum = (sum & 0xffff) + (sum >> 16);
    }
    return (short) ~sum;
  }
}
