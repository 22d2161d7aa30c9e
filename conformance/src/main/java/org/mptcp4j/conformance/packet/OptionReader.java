package org.mptcp4j.conformance.packet;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Reads the options of a TCP header; what is malformed is named, and kept as raw bytes. */
@SuppressWarnings("ByteBufferBackingArray")
final class OptionReader {
  private final List<TcpOption> options = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();

  List<TcpOption> options() {
    return options;
  }

  /** What is malformed, one line each. */
  List<String> faults() {
    return faults;
  }

  void read(ByteBuffer area) {
    while (area.hasRemaining()) {
      int kind = area.get() & 0xff;
      if (kind == 0) {
        return;
      }
      if (kind == 1) {
        continue;
      }
      int length = area.hasRemaining() ? area.get() & 0xff : 0;
      if (length < 2 || length - 2 > area.remaining()) {
        faults.add("option " + kind + " of length " + length + " leaves the header");
        return;
      }
      byte[] body = new byte[length - 2];
      area.get(body);
      options.add(readOne(kind, length, body));
    }
  }

  private TcpOption readOne(int kind, int length, byte[] body) {
    ByteBuffer in = ByteBuffer.wrap(body);
    TcpOption option =
        switch (kind) {
          case 2 -> length == 4 ? new TcpOption.Mss(in.getShort() & 0xffff) : null;
          case 3 -> length == 3 ? new TcpOption.WindowScale(in.get() & 0xff) : null;
          case 4 -> length == 2 ? new TcpOption.SackPermitted() : null;
          case 5 -> length >= 10 && length % 8 == 2 ? sack(in) : null;
          case 8 -> length == 10 ? new TcpOption.Timestamps(in.getInt(), in.getInt()) : null;
          case MpOption.KIND -> length >= 3 ? multipath(in) : null;
          default -> raw(kind, length, body);
        };
    if (option == null) {
      faults.add("option " + kind + " of length " + length);
      return raw(kind, length, body);
    }
    return option;
  }

  private static TcpOption raw(int kind, int length, byte[] body) {
    return new TcpOption.Raw(
        ByteBuffer.allocate(length).put((byte) kind).put((byte) length).put(body).array());
  }

  private static TcpOption sack(ByteBuffer in) {
    List<TcpOption.Sack.Block> blocks = new ArrayList<>();
    while (in.hasRemaining()) {
      blocks.add(new TcpOption.Sack.Block(in.getInt(), in.getInt()));
    }
    return new TcpOption.Sack(blocks);
  }

  /** Null where the length does not fit the subtype. */
  private static MpOption multipath(ByteBuffer in) {
    int subtype = in.get(0) >> 4 & 15;
    int length = in.remaining() + 2;
    return switch (subtype) {
      case 0 -> capable(in, length);
      case 1 -> join(in, length);
      case 2 -> length >= 4 ? dss(in) : null;
      case 3 -> addAddr(in, length);
      case 4 -> length >= 4 ? removeAddr(in) : null;
      case 5 -> length == 3 || length == 4 ? prio(in) : null;
      case 6 -> length == 12 ? new MpOption.Fail(in.getLong(2)) : null;
      case 7 -> length == 12 ? new MpOption.FastClose(in.getLong(2)) : null;
      case 8 -> length == 4 ? new MpOption.TcpRst((in.get(0) & 1) != 0, in.get(1) & 0xff) : null;
      default -> new MpOption.Unknown(subtype, in.array());
    };
  }

  private static MpOption capable(ByteBuffer in, int length) {
    boolean known = length == 4 || length == 12 || length == 20 || length == 22 || length == 24;
    if (!known) {
      return null;
    }
    int version = in.get() & 15;
    int flags = in.get() & 0xff;
    return new MpOption.Capable(
        version,
        flags,
        length >= 12 ? (Long) in.getLong() : null,
        length >= 20 ? (Long) in.getLong() : null,
        length >= 22 ? (Integer) (in.getShort() & 0xffff) : null,
        length == 24 ? (Integer) (in.getShort() & 0xffff) : null);
  }

  private static MpOption join(ByteBuffer in, int length) {
    boolean backup = (in.get() & 1) != 0;
    int id = in.hasRemaining() ? in.get() & 0xff : 0;
    return switch (length) {
      case 12 -> new MpOption.JoinSyn(backup, id, in.getInt(), in.getInt());
      case 16 -> new MpOption.JoinSynAck(backup, id, in.getLong(), in.getInt());
      case 24 -> {
        byte[] hmac = new byte[20];
        in.get(hmac);
        yield new MpOption.JoinAck(hmac);
      }
      default -> null;
    };
  }

  private static MpOption dss(ByteBuffer in) {
    int flags = in.get(1);
    in.position(2);
    boolean hasAck = (flags & 1) != 0;
    boolean wideAck = (flags & 2) != 0;
    boolean hasMap = (flags & 4) != 0;
    boolean wideDsn = (flags & 8) != 0;
    int needed = (hasAck ? wideAck ? 8 : 4 : 0) + (hasMap ? (wideDsn ? 8 : 4) + 6 : 0);
    int rest = in.remaining() - needed;
    if (rest != 0 && !(rest == 2 && hasMap)) {
      return null;
    }
    Long ack = hasAck ? (Long) number(in, wideAck) : null;
    Long dsn = hasMap ? (Long) number(in, wideDsn) : null;
    int ssn = hasMap ? in.getInt() : 0;
    int length = hasMap ? in.getShort() & 0xffff : 0;
    Integer checksum = rest == 2 ? (Integer) (in.getShort() & 0xffff) : null;
    return new MpOption.Dss(
        ack, hasAck && wideAck, dsn, hasMap && wideDsn, ssn, length, checksum, (flags & 16) != 0);
  }

  private static long number(ByteBuffer in, boolean wide) {
    return wide ? in.getLong() : in.getInt() & 0xffff_ffffL;
  }

  private static MpOption addAddr(ByteBuffer in, int length) {
    boolean hasPort = length % 4 == 2;
    int rest = length - 4 - (hasPort ? 2 : 0);
    boolean hasHmac = rest == 12 || rest == 24;
    int addressBytes = rest - (hasHmac ? 8 : 0);
    if (addressBytes != 4 && addressBytes != 16) {
      return null;
    }
    int nibble = in.get() & 15;
    int id = in.get() & 0xff;
    byte[] address = new byte[addressBytes];
    in.get(address);
    Integer port = hasPort ? (Integer) (in.getShort() & 0xffff) : null;
    Long hmac = hasHmac ? (Long) in.getLong() : null;
    try {
      return new MpOption.AddAddr(nibble, id, InetAddress.getByAddress(address), port, hmac);
    } catch (UnknownHostException e) {
      return null;
    }
  }

  private static MpOption removeAddr(ByteBuffer in) {
    in.get();
    List<Integer> ids = new ArrayList<>();
    while (in.hasRemaining()) {
      ids.add(in.get() & 0xff);
    }
    return new MpOption.RemoveAddr(ids);
  }

  private static MpOption prio(ByteBuffer in) {
    boolean backup = (in.get() & 1) != 0;
    return new MpOption.Prio(backup, in.hasRemaining() ? (Integer) (in.get() & 0xff) : null);
  }
}
