package org.mptcp4j.impl.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.mptcp4j.engine.PacketBuffer;

/** The captures among the test resources: pcap, little endian, link type RAW. */
public final class Captures {
  private static final int MAGIC = 0xA1B2C3D4;
  private static final int RAW = 101;

  private Captures() {}

  /** The packets of one capture. */
  public static List<byte[]> read(String name) {
    ByteBuffer file = ByteBuffer.wrap(bytes(name)).order(ByteOrder.LITTLE_ENDIAN);
    if (file.getInt(0) != MAGIC || file.getInt(20) != RAW) {
      throw new IllegalArgumentException(name + " is not what the reader can read");
    }
    List<byte[]> packets = new ArrayList<>();
    file.position(24);
    while (file.hasRemaining()) {
      byte[] packet = new byte[file.getInt(file.position() + 8)];
      file.position(file.position() + 16).get(packet);
      packets.add(packet);
    }
    return packets;
  }

  /** The packets of all captures of Multipath TCP, and of plain TCP. */
  public static List<byte[]> tcp() {
    List<byte[]> packets = new ArrayList<>();
    for (String name :
        List.of("v1-ipv4-checksum", "v1-ipv6", "v1-fastclose", "v1-fail", "tcp-sack")) {
      packets.addAll(read(name));
    }
    return packets;
  }

  /** A pcap file, link type RAW, of {@code packets}. */
  static byte[] write(List<byte[]> packets) {
    int size = 24 + packets.stream().mapToInt(p -> 16 + p.length).sum();
    ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    file.putInt(MAGIC).putShort((short) 2).putShort((short) 4);
    file.putInt(0).putInt(0).putInt(65_535).putInt(RAW);
    int second = 0;
    for (byte[] packet : packets) {
      file.putInt(second++).putInt(0).putInt(packet.length).putInt(packet.length).put(packet);
    }
    return file.array();
  }

  /** A packet as a device hands it over. */
  public static PacketBuffer packet(byte[] bytes) {
    return PacketBuffer.wrap(ByteBuffer.wrap(bytes));
  }

  private static byte[] bytes(String name) {
    try (InputStream in = Captures.class.getResourceAsStream("/captures/" + name + ".pcap")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
