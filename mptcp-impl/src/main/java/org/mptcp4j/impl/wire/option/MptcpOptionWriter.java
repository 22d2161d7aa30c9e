package org.mptcp4j.impl.wire.option;

import java.nio.ByteBuffer;
import org.mptcp4j.ResetReason;

/**
 * Writes the options of Multipath TCP at a buffer's position, each without padding: RFC 6824
 * (version 0) and RFC 8684 (version 1), section 3. The views beside it have the pictures.
 */
public final class MptcpOptionWriter {
  private MptcpOptionWriter() {}

  /** 4 octets: the SYN of version 1. */
  public static void mpCapable(ByteBuffer target, int version, int flags) {
    capableHeader(target, 4, version, flags);
  }

  /** 12 octets: SYN and SYN+ACK of version 0, SYN+ACK of version 1. */
  public static void mpCapable(ByteBuffer target, int version, int flags, long senderKey) {
    capableHeader(target, 12, version, flags);
    target.putLong(senderKey);
  }

  /** 20 octets: the third ACK. */
  public static void mpCapable(
      ByteBuffer target, int version, int flags, long senderKey, long receiverKey) {
    capableHeader(target, 20, version, flags);
    target.putLong(senderKey).putLong(receiverKey);
  }

  /** 22 octets: the first data of version 1, without checksum. */
  public static void mpCapableData(
      ByteBuffer target, int flags, long senderKey, long receiverKey, int dataLevelLength) {
    capableHeader(target, 22, 1, flags);
    target.putLong(senderKey).putLong(receiverKey).putShort((short) dataLevelLength);
  }

  /** 24 octets: the first data of version 1, with checksum. */
  public static void mpCapableData(
      ByteBuffer target,
      int flags,
      long senderKey,
      long receiverKey,
      int dataLevelLength,
      int checksum) {
    capableHeader(target, 24, 1, flags);
    target.putLong(senderKey).putLong(receiverKey);
    target.putShort((short) dataLevelLength).putShort((short) checksum);
  }

  /** 12 octets. */
  public static void mpJoinSyn(
      ByteBuffer target, boolean backup, int addressId, int token, int nonce) {
    header(target, MpJoinView.SYN_LENGTH, OptionKind.MP_JOIN, backup ? 1 : 0);
    target.put((byte) addressId).putInt(token).putInt(nonce);
  }

  /** 16 octets. */
  public static void mpJoinSynAck(
      ByteBuffer target, boolean backup, int addressId, long truncatedHmac, int nonce) {
    header(target, MpJoinView.SYN_ACK_LENGTH, OptionKind.MP_JOIN, backup ? 1 : 0);
    target.put((byte) addressId).putLong(truncatedHmac).putInt(nonce);
  }

  /**
   * 24 octets.
   *
   * @param hmac at least 20 bytes; the leftmost 20 are written
   */
  public static void mpJoinAck(ByteBuffer target, byte[] hmac) {
    header(target, MpJoinView.ACK_LENGTH, OptionKind.MP_JOIN, 0);
    target.put((byte) 0).put(hmac, 0, MpJoinView.HMAC_BYTES);
  }

  /**
   * A DSS without mapping or with one that has no checksum.
   *
   * @param flags of {@link DssLayout}: they say which of the other arguments are written, and how
   * @param dataAck the lower 32 bits are written where {@link DssLayout#DATA_ACK_64} is not set
   * @param dsn the lower 32 bits are written where {@link DssLayout#DSN_64} is not set
   */
  public static void dss(
      ByteBuffer target,
      int flags,
      long dataAck,
      long dsn,
      int subflowSequence,
      int dataLevelLength) {
    dssParts(target, flags, false, dataAck, dsn, subflowSequence, dataLevelLength);
  }

  /** A DSS with a mapping and its checksum. */
  public static void dss(
      ByteBuffer target,
      int flags,
      long dataAck,
      long dsn,
      int subflowSequence,
      int dataLevelLength,
      int checksum) {
    int all = flags | DssLayout.MAPPING;
    dssParts(target, all, true, dataAck, dsn, subflowSequence, dataLevelLength);
    target.putShort((short) checksum);
  }

  private static void dssParts(
      ByteBuffer target,
      int flags,
      boolean checksum,
      long dataAck,
      long dsn,
      int subflowSequence,
      int dataLevelLength) {
    header(target, DssLayout.length(flags, checksum), OptionKind.DSS, 0);
    target.put((byte) flags);
    if ((flags & DssLayout.DATA_ACK) != 0) {
      number(target, dataAck, (flags & DssLayout.DATA_ACK_64) != 0);
    }
    if ((flags & DssLayout.MAPPING) != 0) {
      number(target, dsn, (flags & DssLayout.DSN_64) != 0);
      target.putInt(subflowSequence).putShort((short) dataLevelLength);
    }
  }

  private static void number(ByteBuffer target, long value, boolean is64) {
    if (is64) {
      target.putLong(value);
    } else {
      target.putInt((int) value);
    }
  }

  /**
   * ADD_ADDR of version 0: 8 or 20 octets, with a port 2 more.
   *
   * @param hi the upper half of an IPv6 address
   * @param lo the lower half, or an IPv4 address in the lower 32 bits
   * @param port 0 for none
   */
  public static void addAddrV0(ByteBuffer target, int id, boolean v6, long hi, long lo, int port) {
    int length = addAddrLength(0, false, v6, port != 0);
    header(target, length, OptionKind.ADD_ADDR, v6 ? 6 : 4);
    address(target, id, v6, hi, lo, port);
  }

  /** ADD_ADDR of version 1: 16 or 28 octets, with a port 2 more. */
  public static void addAddrV1(
      ByteBuffer target, int id, boolean v6, long hi, long lo, int port, long hmac) {
    int length = addAddrLength(1, false, v6, port != 0);
    header(target, length, OptionKind.ADD_ADDR, 0);
    address(target, id, v6, hi, lo, port);
    target.putLong(hmac);
  }

  /** The echo of version 1: 8 or 20 octets, with a port 2 more. */
  public static void addAddrEcho(
      ByteBuffer target, int id, boolean v6, long hi, long lo, int port) {
    int length = addAddrLength(1, true, v6, port != 0);
    header(target, length, OptionKind.ADD_ADDR, 1);
    address(target, id, v6, hi, lo, port);
  }

  /** Octets of an ADD_ADDR, without padding. */
  public static int addAddrLength(int version, boolean echo, boolean v6, boolean port) {
    return 4 + (v6 ? 16 : 4) + (port ? 2 : 0) + (version == 1 && !echo ? 8 : 0);
  }

  private static void address(ByteBuffer target, int id, boolean v6, long hi, long lo, int port) {
    target.put((byte) id);
    if (v6) {
      target.putLong(hi).putLong(lo);
    } else {
      target.putInt((int) lo);
    }
    if (port != 0) {
      target.putShort((short) port);
    }
  }

  /** 4 octets. */
  public static void removeAddr(ByteBuffer target, int id) {
    header(target, 4, OptionKind.REMOVE_ADDR, 0);
    target.put((byte) id);
  }

  /** 3 octets and {@code count} more, 1 to 37. */
  public static void removeAddr(ByteBuffer target, byte[] ids, int count) {
    header(target, 3 + count, OptionKind.REMOVE_ADDR, 0);
    target.put(ids, 0, count);
  }

  /** 3 octets: the subflow that carries it. */
  public static void mpPrio(ByteBuffer target, boolean backup) {
    header(target, 3, OptionKind.MP_PRIO, backup ? 1 : 0);
  }

  /** 4 octets, version 0 only: all subflows that use the sender's address {@code addressId}. */
  public static void mpPrio(ByteBuffer target, boolean backup, int addressId) {
    header(target, 4, OptionKind.MP_PRIO, backup ? 1 : 0);
    target.put((byte) addressId);
  }

  /** 12 octets. */
  public static void mpFail(ByteBuffer target, long dsn) {
    header(target, MpFailView.LENGTH, OptionKind.MP_FAIL, 0);
    target.put((byte) 0).putLong(dsn);
  }

  /** 12 octets. */
  public static void fastClose(ByteBuffer target, long receiverKey) {
    header(target, FastCloseView.LENGTH, OptionKind.MP_FASTCLOSE, 0);
    target.put((byte) 0).putLong(receiverKey);
  }

  /** 4 octets, version 1 only. */
  public static void tcpRst(ByteBuffer target, int flags, int reason) {
    header(target, TcpRstView.LENGTH, OptionKind.MP_TCPRST, flags);
    target.put((byte) reason);
  }

  /** The same of a reason. */
  public static void tcpRst(ByteBuffer target, ResetReason reason) {
    tcpRst(target, reason.mayPass() ? TcpRstView.TRANSIENT : 0, reason.code());
  }

  private static void capableHeader(ByteBuffer target, int length, int version, int flags) {
    header(target, length, OptionKind.MP_CAPABLE, version);
    target.put((byte) flags);
  }

  private static void header(ByteBuffer target, int length, int subtype, int low) {
    target.put((byte) OptionKind.MPTCP).put((byte) length);
    target.put((byte) ((subtype << 4) | (low & 0x0F)));
  }
}
