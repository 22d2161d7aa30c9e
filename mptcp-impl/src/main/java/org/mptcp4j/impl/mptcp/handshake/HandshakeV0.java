package org.mptcp4j.impl.mptcp.handshake;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.impl.wire.ReceivedOptions;
import org.mptcp4j.impl.wire.option.MpCapableView;
import org.mptcp4j.impl.wire.option.MptcpOptionWriter;

/** Version 0: RFC 6824, sections 3.1 and 3.2. SHA-1 throughout. */
public final class HandshakeV0 implements Handshake {
  static final HandshakeV0 INSTANCE = new HandshakeV0();

  private static final int VERSION = 0;
  private static final int FLAG_CHECKSUM = 0x80;
  private static final int FLAG_EXTENSIBILITY = 0x40;
  private static final int FLAG_HMAC_SHA1 = 0x01;

  private HandshakeV0() {}

  @Override
  public MptcpVersion version() {
    return MptcpVersion.V0;
  }

  @Override
  public int length(Step step) {
    return switch (step) {
      case CAPABLE_SYN, CAPABLE_SYN_ACK, JOIN_SYN -> 12;
      case CAPABLE_ACK -> 20;
      case JOIN_SYN_ACK -> 16;
      case JOIN_ACK -> 24;
    };
  }

  @Override
  public void writeCapable(Step step, Keys keys, boolean checksum, ByteBuffer target) {
    int flags = FLAG_HMAC_SHA1 | (checksum ? FLAG_CHECKSUM : 0);
    if (step == Step.CAPABLE_ACK) {
      MptcpOptionWriter.mpCapable(target, VERSION, flags, keys.localKey(), keys.remoteKey());
    } else {
      MptcpOptionWriter.mpCapable(target, VERSION, flags, keys.localKey());
    }
  }

  @Override
  public void writeJoin(Step step, JoinNonces join, boolean backup, ByteBuffer target) {
    switch (step) {
      case JOIN_SYN ->
          MptcpOptionWriter.mpJoinSyn(
              target, backup, join.addressId(), join.remoteToken(), join.localNonce());
      case JOIN_SYN_ACK ->
          MptcpOptionWriter.mpJoinSynAck(
              target, backup, join.addressId(), join.localTruncatedHmac(), join.localNonce());
      case JOIN_ACK -> MptcpOptionWriter.mpJoinAck(target, join.localHmac());
      default -> throw new IllegalArgumentException("not a join: " + step);
    }
  }

  @Override
  public boolean acceptsCapable(Step step, ReceivedOptions options) {
    MpCapableView capable = options.mpCapable();
    // "If flag bits C through H are all 0, the MP_CAPABLE option MUST be treated as invalid and
    // ignored" (section 3.1)
    return capable.present()
        && capable.version() == VERSION
        && capable.length() == length(step)
        && (capable.flags() & FLAG_HMAC_SHA1) != 0
        && (capable.flags() & FLAG_EXTENSIBILITY) == 0;
  }

  /**
   * Whether a SYN with this option may be answered at all: "If receiving a message with the B flag
   * set to 1, and this is not understood, then this SYN MUST be silently ignored" (section 3.1).
   */
  public static boolean understands(MpCapableView capable) {
    return !capable.present()
        || capable.version() != VERSION
        || (capable.flags() & FLAG_EXTENSIBILITY) == 0;
  }

  @Override
  public byte[] digest(long key) {
    try {
      return MessageDigest.getInstance("SHA-1").digest(longs(key));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }

  @Override
  public int token(byte[] digest) {
    return ByteBuffer.wrap(digest).getInt(0);
  }

  @Override
  public long initialDataSequence(byte[] digest) {
    return ByteBuffer.wrap(digest).getLong(digest.length - Long.BYTES);
  }

  @Override
  public byte[] hmac(long firstKey, long secondKey, int firstNonce, int secondNonce) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(longs(firstKey, secondKey), "HmacSHA1"));
      return mac.doFinal(
          ByteBuffer.allocate(2 * Integer.BYTES).putInt(firstNonce).putInt(secondNonce).array());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA1", e);
    }
  }

  private static byte[] longs(long... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES);
    for (long value : values) {
      bytes.putLong(value);
    }
    return bytes.array();
  }
}
