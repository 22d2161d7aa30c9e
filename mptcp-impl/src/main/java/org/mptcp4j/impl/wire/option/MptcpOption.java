package org.mptcp4j.impl.wire.option;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An option of Multipath TCP as a value: for control paths, tests and printing. RFC 6824 and RFC
 * 8684, section 3. The hot path reads {@link ReceivedMptcp} and writes with {@link
 * MptcpOptionWriter}.
 */
public sealed interface MptcpOption {
  /** Octets on the wire, without padding. */
  int length();

  /** Writes it at the position of {@code target}, {@link #length} octets. */
  void writeTo(ByteBuffer target);

  /**
   * MP_CAPABLE, section 3.1.
   *
   * @param flags the octet A to H
   * @param length says which fields count: 12 and 20 in version 0; 4, 12, 20, 22, 24 in version 1
   */
  record MpCapable(
      int version,
      int flags,
      int length,
      long senderKey,
      long receiverKey,
      int dataLevelLength,
      int checksum)
      implements MptcpOption {
    @Override
    public void writeTo(ByteBuffer target) {
      switch (length) {
        case 4 -> MptcpOptionWriter.mpCapable(target, version, flags);
        case 12 -> MptcpOptionWriter.mpCapable(target, version, flags, senderKey);
        case 20 -> MptcpOptionWriter.mpCapable(target, version, flags, senderKey, receiverKey);
        case 22 ->
            MptcpOptionWriter.mpCapableData(target, flags, senderKey, receiverKey, dataLevelLength);
        case 24 ->
            MptcpOptionWriter.mpCapableData(
                target, flags, senderKey, receiverKey, dataLevelLength, checksum);
        default -> throw new IllegalStateException("MP_CAPABLE of length " + length);
      }
    }

    @Override
    public String toString() {
      return "MP_CAPABLE v%d flags %02x".formatted(version, flags)
          + (length >= 12 ? " sender key " + hex(senderKey) : "")
          + (length >= 20 ? " receiver key " + hex(receiverKey) : "")
          + (length >= 22 ? " length " + dataLevelLength : "")
          + (length == 24 ? " checksum %04x".formatted(checksum) : "");
    }
  }

  /** MP_JOIN on a SYN, section 3.2. */
  record MpJoinSyn(boolean backup, int addressId, int token, int nonce) implements MptcpOption {
    @Override
    public int length() {
      return MpJoinView.SYN_LENGTH;
    }

    @Override
    public void writeTo(ByteBuffer target) {
      MptcpOptionWriter.mpJoinSyn(target, backup, addressId, token, nonce);
    }

    @Override
    public String toString() {
      return "MP_JOIN SYN id %d token %08x nonce %08x%s"
          .formatted(addressId, token, nonce, backup ? " backup" : "");
    }
  }

  /** MP_JOIN on a SYN+ACK, section 3.2. */
  record MpJoinSynAck(boolean backup, int addressId, long truncatedHmac, int nonce)
      implements MptcpOption {
    @Override
    public int length() {
      return MpJoinView.SYN_ACK_LENGTH;
    }

    @Override
    public void writeTo(ByteBuffer target) {
      MptcpOptionWriter.mpJoinSynAck(target, backup, addressId, truncatedHmac, nonce);
    }

    @Override
    public String toString() {
      return "MP_JOIN SYN/ACK id %d hmac %016x nonce %08x%s"
          .formatted(addressId, truncatedHmac, nonce, backup ? " backup" : "");
    }
  }

  /**
   * MP_JOIN on the third ACK, section 3.2.
   *
   * @param hmac 20 bytes in hexadecimal
   */
  record MpJoinAck(String hmac) implements MptcpOption {
    /** With the leftmost 20 bytes of {@code hmac}. */
    static MpJoinAck of(byte[] hmac) {
      return new MpJoinAck(HexFormat.of().formatHex(hmac, 0, MpJoinView.HMAC_BYTES));
    }

    @Override
    public int length() {
      return MpJoinView.ACK_LENGTH;
    }

    @Override
    public void writeTo(ByteBuffer target) {
      MptcpOptionWriter.mpJoinAck(target, HexFormat.of().parseHex(hmac));
    }

    @Override
    public String toString() {
      return "MP_JOIN ACK hmac " + hmac;
    }
  }

  /**
   * DSS, section 3.3.
   *
   * @param flags of {@link DssLayout}
   */
  record Dss(
      int flags,
      long dataAck,
      long dsn,
      int subflowSequence,
      int dataLevelLength,
      boolean hasChecksum,
      int checksum)
      implements MptcpOption {
    @Override
    public int length() {
      return DssLayout.length(flags, hasChecksum);
    }

    @Override
    public void writeTo(ByteBuffer target) {
      if (hasChecksum) {
        MptcpOptionWriter.dss(
            target, flags, dataAck, dsn, subflowSequence, dataLevelLength, checksum);
      } else {
        MptcpOptionWriter.dss(target, flags, dataAck, dsn, subflowSequence, dataLevelLength);
      }
    }

    @Override
    public String toString() {
      return "DSS"
          + (has(DssLayout.DATA_ACK) ? " ack " + number(dataAck, has(DssLayout.DATA_ACK_64)) : "")
          + (has(DssLayout.MAPPING) ? " " + mapping() : "")
          + (has(DssLayout.DATA_FIN) ? " DATA_FIN" : "");
    }

    private String mapping() {
      return "dsn %s ssn %d length %d%s"
          .formatted(
              number(dsn, has(DssLayout.DSN_64)),
              Integer.toUnsignedLong(subflowSequence),
              dataLevelLength,
              hasChecksum ? " checksum %04x".formatted(checksum) : "");
    }

    private boolean has(int flag) {
      return (flags & flag) != 0;
    }

    private static String number(long value, boolean is64) {
      return is64 ? hex(value) : "%08x".formatted((int) value);
    }
  }

  /**
   * ADD_ADDR, section 3.4.1.
   *
   * @param version 0 or 1: whose layout
   * @param echo version 1 only
   * @param hi the upper half of an IPv6 address
   * @param lo the lower half, or an IPv4 address in the lower 32 bits
   * @param port 0 for none
   * @param hmac version 1 without echo, else 0
   */
  record AddAddr(
      int version, boolean echo, int id, boolean v6, long hi, long lo, int port, long hmac)
      implements MptcpOption {
    @Override
    public int length() {
      return MptcpOptionWriter.addAddrLength(version, echo, v6, port != 0);
    }

    @Override
    public void writeTo(ByteBuffer target) {
      if (version == 0) {
        MptcpOptionWriter.addAddrV0(target, id, v6, hi, lo, port);
      } else if (echo) {
        MptcpOptionWriter.addAddrEcho(target, id, v6, hi, lo, port);
      } else {
        MptcpOptionWriter.addAddrV1(target, id, v6, hi, lo, port, hmac);
      }
    }

    @Override
    public String toString() {
      return "ADD_ADDR v%d%s id %d %s%s%s"
          .formatted(
              version,
              echo ? " echo" : "",
              id,
              v6 ? v6Text() : v4Text(),
              port != 0 ? " port " + port : "",
              version == 1 && !echo ? " hmac " + hex(hmac) : "");
    }

    private String v4Text() {
      return "%d.%d.%d.%d".formatted(lo >> 24, lo >> 16 & 0xFF, lo >> 8 & 0xFF, lo & 0xFF);
    }

    private String v6Text() {
      return IntStream.range(0, 8)
          .mapToLong(i -> (i < 4 ? hi : lo) >> (48 - 16 * (i & 3)) & 0xFFFF)
          .mapToObj(Long::toHexString)
          .collect(Collectors.joining(":"));
    }
  }

  /** REMOVE_ADDR, section 3.4.2. */
  record RemoveAddr(List<Integer> ids) implements MptcpOption {
    public RemoveAddr {
      ids = List.copyOf(ids);
    }

    static RemoveAddr of(byte[] ids, int count) {
      return new RemoveAddr(IntStream.range(0, count).mapToObj(i -> ids[i] & 0xFF).toList());
    }

    @Override
    public int length() {
      return 3 + ids.size();
    }

    @Override
    public void writeTo(ByteBuffer target) {
      byte[] bytes = new byte[ids.size()];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = ids.get(i).byteValue();
      }
      MptcpOptionWriter.removeAddr(target, bytes, bytes.length);
    }

    @Override
    public String toString() {
      return "REMOVE_ADDR ids " + ids;
    }
  }

  /** MP_PRIO, section 3.3.8. */
  record MpPrio(boolean backup, boolean hasAddressId, int addressId) implements MptcpOption {
    @Override
    public int length() {
      return hasAddressId ? 4 : 3;
    }

    @Override
    public void writeTo(ByteBuffer target) {
      if (hasAddressId) {
        MptcpOptionWriter.mpPrio(target, backup, addressId);
      } else {
        MptcpOptionWriter.mpPrio(target, backup);
      }
    }

    @Override
    public String toString() {
      return "MP_PRIO" + (backup ? " backup" : "") + (hasAddressId ? " id " + addressId : "");
    }
  }

  /** MP_FAIL: RFC 6824, section 3.6; RFC 8684, section 3.7. */
  record MpFail(long dsn) implements MptcpOption {
    @Override
    public int length() {
      return MpFailView.LENGTH;
    }

    @Override
    public void writeTo(ByteBuffer target) {
      MptcpOptionWriter.mpFail(target, dsn);
    }

    @Override
    public String toString() {
      return "MP_FAIL dsn " + hex(dsn);
    }
  }

  /** MP_FASTCLOSE, section 3.5. */
  record MpFastclose(long receiverKey) implements MptcpOption {
    @Override
    public int length() {
      return FastCloseView.LENGTH;
    }

    @Override
    public void writeTo(ByteBuffer target) {
      MptcpOptionWriter.fastClose(target, receiverKey);
    }

    @Override
    public String toString() {
      return "MP_FASTCLOSE key " + hex(receiverKey);
    }
  }

  /** MP_TCPRST, RFC 8684, section 3.6. */
  record MpTcpRst(int flags, int reason) implements MptcpOption {
    @Override
    public int length() {
      return TcpRstView.LENGTH;
    }

    @Override
    public void writeTo(ByteBuffer target) {
      MptcpOptionWriter.tcpRst(target, flags, reason);
    }

    @Override
    public String toString() {
      return "MP_TCPRST flags %x reason %d".formatted(flags, reason);
    }
  }

  private static String hex(long value) {
    return "%016x".formatted(value);
  }
}
