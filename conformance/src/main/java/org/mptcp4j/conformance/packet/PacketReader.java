package org.mptcp4j.conformance.packet;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From bytes to a {@link Packet}: IPv4 (RFC 791) or IPv6 (RFC 8200) with TCP (RFC 9293). */
public final class PacketReader {
  private static final int TCP = 6;

  private PacketReader() {}

  /** Reads it; empty for what is not TCP, such as ICMP, or is a fragment. */
  public static Optional<Packet> read(ByteBuffer bytes) {
    ByteBuffer in = bytes.slice();
    if (in.remaining() < 20) {
      return Optional.empty();
    }
    return in.get(0) >> 4 == 4 ? readV4(in) : readV6(in);
  }

  private static Optional<Packet> readV4(ByteBuffer in) {
    int header = (in.get(0) & 15) * 4;
    int length = Math.min(in.getShort(2) & 0xffff, in.remaining());
    boolean fragment = (in.getShort(6) & 0x3fff) != 0;
    if (header < 20 || length < header + 20 || fragment || in.get(9) != TCP) {
      return Optional.empty();
    }
    List<String> faults = new ArrayList<>();
    if (Sums.fold(Sums.sum(in.slice(0, header))) != 0) {
      faults.add("IPv4 header checksum");
    }
    return Optional.of(
        readTcp(in.slice(header, length - header), in.slice(12, 8), in.get(1) & 3, faults));
  }

  private static Optional<Packet> readV6(ByteBuffer in) {
    if (in.remaining() < 60 || in.get(6) != TCP) {
      return Optional.empty();
    }
    int length = Math.min(in.getShort(4) & 0xffff, in.remaining() - 40);
    int ecn = in.get(1) >> 4 & 3;
    return Optional.of(readTcp(in.slice(40, length), in.slice(8, 32), ecn, new ArrayList<>()));
  }

  private static Packet readTcp(
      ByteBuffer tcp, ByteBuffer addresses, int ecn, List<String> faults) {
    long pseudo = Sums.sum(addresses) + TCP + tcp.remaining();
    if (Sums.fold(pseudo + Sums.sum(tcp)) != 0) {
      faults.add("TCP checksum");
    }
    int header = (tcp.get(12) >> 4 & 15) * 4;
    if (header < 20 || header > tcp.remaining()) {
      faults.add("TCP header of " + header + " bytes");
      header = Math.min(Math.max(header, 20), tcp.remaining());
    }
    OptionReader options = new OptionReader();
    options.read(tcp.slice(20, header - 20));
    faults.addAll(options.faults());
    byte[] payload = new byte[tcp.remaining() - header];
    tcp.get(header, payload);
    int half = addresses.remaining() / 2;
    return new Packet(
        socket(addresses.slice(0, half), tcp.getShort(0)),
        socket(addresses.slice(half, half), tcp.getShort(2)),
        tcp.getInt(4),
        tcp.getInt(8),
        tcp.get(13) & 0xff,
        tcp.getShort(14) & 0xffff,
        tcp.getShort(18) & 0xffff,
        ecn,
        options.options(),
        payload,
        faults);
  }

  private static InetSocketAddress socket(ByteBuffer address, short port) {
    byte[] bytes = new byte[address.remaining()];
    address.get(bytes);
    try {
      return new InetSocketAddress(InetAddress.getByAddress(bytes), port & 0xffff);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 or 16 bytes are an address", e);
    }
  }
}
