package org.mptcp4j.conformance.packet;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;

/** An option of Multipath TCP, kind 30 (RFC 6824 and RFC 8684, section 3, figure 3). */
@SuppressWarnings("ArrayRecordComponent")
public sealed interface MpOption extends TcpOption {
  int KIND = 30;

  /** The subtype: 0 for MP_CAPABLE to 8 for MP_TCPRST. */
  int subtype();

  /** Appends what follows the subtype. */
  void writeBody(ByteBuffer target);

  @Override
  default void write(ByteBuffer target) {
    int at = target.position();
    target.put((byte) KIND).put((byte) 0);
    writeBody(target);
    target.put(at + 1, (byte) (target.position() - at));
    target.put(at + 2, (byte) (target.get(at + 2) | subtype() << 4));
  }

  /**
   * MP_CAPABLE (section 3.1).
   *
   * @param version 0 to 15
   * @param flags A (0x80) to H (0x01)
   * @param senderKey null where it is missing
   * @param receiverKey null where it is missing
   * @param dataLength of the payload in the same segment (version 1), null where it is missing
   * @param checksum of it, null where it is missing
   */
  record Capable(
      int version,
      int flags,
      Long senderKey,
      Long receiverKey,
      Integer dataLength,
      Integer checksum)
      implements MpOption {
    /** Checksum required. */
    public static final int A = 0x80;

    /** Extensibility. */
    public static final int B = 0x40;

    /** No subflows to this address and port (version 1). */
    public static final int C = 0x20;

    /** HMAC-SHA1 in version 0, HMAC-SHA256 in version 1. */
    public static final int H = 0x01;

    @Override
    public int subtype() {
      return 0;
    }

    public boolean has(int flag) {
      return (flags & flag) != 0;
    }

    @Override
    public void writeBody(ByteBuffer target) {
      target.put((byte) version).put((byte) flags);
      if (senderKey != null) {
        target.putLong(senderKey);
      }
      if (receiverKey != null) {
        target.putLong(receiverKey);
      }
      if (dataLength != null) {
        target.putShort((short) (int) dataLength);
      }
      if (checksum != null) {
        target.putShort((short) (int) checksum);
      }
    }
  }

  /** MP_JOIN of a SYN (section 3.2, figure 5). */
  record JoinSyn(boolean backup, int addressId, int token, int nonce) implements MpOption {
    @Override
    public int subtype() {
      return 1;
    }

    @Override
    public void writeBody(ByteBuffer target) {
      target.put((byte) (backup ? 1 : 0)).put((byte) addressId).putInt(token).putInt(nonce);
    }
  }

  /**
   * MP_JOIN of a SYN+ACK (section 3.2, figure 6).
   *
   * @param hmac the leftmost 64 bits
   */
  record JoinSynAck(boolean backup, int addressId, long hmac, int nonce) implements MpOption {
    @Override
    public int subtype() {
      return 1;
    }

    @Override
    public void writeBody(ByteBuffer target) {
      target.put((byte) (backup ? 1 : 0)).put((byte) addressId).putLong(hmac).putInt(nonce);
    }
  }

  /**
   * MP_JOIN of the third ACK (section 3.2, figure 7).
   *
   * @param hmac its leftmost 160 bits
   */
  record JoinAck(byte[] hmac) implements MpOption {
    @Override
    public int subtype() {
      return 1;
    }

    @Override
    public void writeBody(ByteBuffer target) {
      target.putShort((short) 0).put(hmac);
    }

    @Override
    public String toString() {
      return "JoinAck[" + HexFormat.of().formatHex(hmac) + "]";
    }
  }

  /**
   * DSS (section 3.3, figure 9). Flags follow from what is there.
   *
   * @param dataAck null where it is missing
   * @param wideAck whether it has 64 bits (flag a); else its lower 32 are written
   * @param dsn null where there is no mapping
   * @param wideDsn whether it has 64 bits (flag m)
   * @param ssn relative to the initial sequence number
   * @param length of the mapping, bytes, with 1 for DATA_FIN
   * @param checksum null where it is missing
   * @param fin flag F
   */
  record Dss(
      Long dataAck,
      boolean wideAck,
      Long dsn,
      boolean wideDsn,
      int ssn,
      int length,
      Integer checksum,
      boolean fin)
      implements MpOption {
    /** A DATA_ACK of 64 bits alone. */
    public static Dss ack(long dataAck) {
      return new Dss(dataAck, true, null, false, 0, 0, null, false);
    }

    /** A mapping with 64 bits alone. */
    public static Dss map(long dsn, int ssn, int length) {
      return new Dss(null, false, dsn, true, ssn, length, null, false);
    }

    public Dss withAck(long value) {
      return new Dss(value, true, dsn, wideDsn, ssn, length, checksum, fin);
    }

    /** The same with numbers of that many bits, 32 (false) or 64 (true). */
    public Dss wide(boolean ack, boolean number) {
      return new Dss(dataAck, ack, dsn, number, ssn, length, checksum, fin);
    }

    public Dss withChecksum(Integer value) {
      return new Dss(dataAck, wideAck, dsn, wideDsn, ssn, length, value, fin);
    }

    public Dss withFin() {
      return new Dss(dataAck, wideAck, dsn, wideDsn, ssn, length, checksum, true);
    }

    public boolean hasMapping() {
      return dsn != null;
    }

    @Override
    public int subtype() {
      return 2;
    }

    private int flags() {
      return (fin ? 0x10 : 0)
          | (dsn != null && wideDsn ? 0x08 : 0)
          | (dsn != null ? 0x04 : 0)
          | (dataAck != null && wideAck ? 0x02 : 0)
          | (dataAck != null ? 0x01 : 0);
    }

    @Override
    public void writeBody(ByteBuffer target) {
      target.put((byte) 0).put((byte) flags());
      if (dataAck != null) {
        writeNumber(target, dataAck, wideAck);
      }
      if (dsn != null) {
        writeNumber(target, dsn, wideDsn);
        target.putInt(ssn).putShort((short) length);
        if (checksum != null) {
          target.putShort((short) (int) checksum);
        }
      }
    }

    private static void writeNumber(ByteBuffer target, long number, boolean wide) {
      if (wide) {
        target.putLong(number);
      } else {
        target.putInt((int) number);
      }
    }
  }

  /**
   * ADD_ADDR (RFC 6824 and RFC 8684, section 3.4.1).
   *
   * @param nibble IPVer (4 or 6) in version 0, flag E (1) in version 1
   * @param port null where it is missing
   * @param hmac null where it is missing: in version 0 and in echoes
   */
  record AddAddr(int nibble, int addressId, InetAddress address, Integer port, Long hmac)
      implements MpOption {
    @Override
    public int subtype() {
      return 3;
    }

    @Override
    public void writeBody(ByteBuffer target) {
      target.put((byte) nibble).put((byte) addressId).put(address.getAddress());
      if (port != null) {
        target.putShort((short) (int) port);
      }
      if (hmac != null) {
        target.putLong(hmac);
      }
    }
  }

  /** REMOVE_ADDR (section 3.4.2). */
  record RemoveAddr(List<Integer> ids) implements MpOption {
    @Override
    public int subtype() {
      return 4;
    }

    @Override
    public void writeBody(ByteBuffer target) {
      target.put((byte) 0);
      ids.forEach(id -> target.put((byte) (int) id));
    }
  }

  /**
   * MP_PRIO (section 3.3.8).
   *
   * @param addressId null where it is missing: always in version 1
   */
  record Prio(boolean backup, Integer addressId) implements MpOption {
    @Override
    public int subtype() {
      return 5;
    }

    @Override
    public void writeBody(ByteBuffer target) {
      target.put((byte) (backup ? 1 : 0));
      if (addressId != null) {
        target.put((byte) (int) addressId);
      }
    }
  }

  /** MP_FAIL (RFC 6824, section 3.6; RFC 8684, section 3.7). */
  record Fail(long dsn) implements MpOption {
    @Override
    public int subtype() {
      return 6;
    }

    @Override
    public void writeBody(ByteBuffer target) {
      target.putShort((short) 0).putLong(dsn);
    }
  }

  /** MP_FASTCLOSE with the key of the other side (section 3.5). */
  record FastClose(long key) implements MpOption {
    @Override
    public int subtype() {
      return 7;
    }

    @Override
    public void writeBody(ByteBuffer target) {
      target.putShort((short) 0).putLong(key);
    }
  }

  /** MP_TCPRST of version 1 (RFC 8684, section 3.6). */
  record TcpRst(boolean isTransient, int reason) implements MpOption {
    @Override
    public int subtype() {
      return 8;
    }

    @Override
    public void writeBody(ByteBuffer target) {
      target.put((byte) (isTransient ? 1 : 0)).put((byte) reason);
    }
  }

  /** A subtype that has no meaning yet. */
  record Unknown(int subtype, byte[] body) implements MpOption {
    @Override
    public void writeBody(ByteBuffer target) {
      target.put(body);
    }
  }
}
