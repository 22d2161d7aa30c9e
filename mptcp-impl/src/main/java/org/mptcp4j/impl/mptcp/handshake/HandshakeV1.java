package org.mptcp4j.impl.mptcp.handshake;

import static org.mptcp4j.impl.wire.option.MpCapableView.CHECKSUM_REQUIRED;
import static org.mptcp4j.impl.wire.option.MpCapableView.EXTENSIBILITY;
import static org.mptcp4j.impl.wire.option.MpCapableView.HMAC_SHA;
import static org.mptcp4j.impl.wire.option.MpCapableView.NO_JOIN_HERE;

import java.nio.ByteBuffer;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.impl.mptcp.address.Signalling;
import org.mptcp4j.impl.mptcp.address.SignallingV1;
import org.mptcp4j.impl.mptcp.crypto.KeyHash;
import org.mptcp4j.impl.wire.ReceivedOptions;
import org.mptcp4j.impl.wire.option.MpCapableView;
import org.mptcp4j.impl.wire.option.MptcpOptionWriter;

/**
 * Version 1: RFC 8684, sections 3.1 and 3.2. SHA-256 throughout; the client's key comes with the
 * third ACK, and again with the first data, so that TCP delivers it.
 */
public final class HandshakeV1 implements Handshake {
  static final HandshakeV1 INSTANCE = new HandshakeV1();

  private static final int VERSION = 1;

  private HandshakeV1() {}

  @Override
  public MptcpVersion version() {
    return MptcpVersion.V1;
  }

  @Override
  public int capableLength(Step step) {
    return switch (step) {
      case CAPABLE_SYN -> 4;
      case CAPABLE_SYN_ACK -> 12;
      case CAPABLE_ACK -> 20;
      case CAPABLE_DATA -> 24;
      default -> throw new IllegalArgumentException("no MP_CAPABLE: " + step);
    };
  }

  @Override
  public boolean mapsFirstData() {
    return true;
  }

  @Override
  public int flags(boolean checksum, boolean joinHere) {
    return HMAC_SHA | (checksum ? CHECKSUM_REQUIRED : 0) | (joinHere ? 0 : NO_JOIN_HERE);
  }

  @Override
  public boolean forbidsJoin(int flags) {
    return (flags & NO_JOIN_HERE) != 0;
  }

  @Override
  public void writeCapable(Step step, Keys keys, int flags, ByteBuffer target) {
    switch (step) {
      case CAPABLE_SYN -> MptcpOptionWriter.mpCapable(target, VERSION, flags);
      case CAPABLE_SYN_ACK -> MptcpOptionWriter.mpCapable(target, VERSION, flags, keys.localKey());
      default ->
          MptcpOptionWriter.mpCapable(target, VERSION, flags, keys.localKey(), keys.remoteKey());
    }
  }

  @Override
  public void writeCapableData(Keys keys, int flags, int length, int checksum, ByteBuffer target) {
    if (checksum < 0) {
      MptcpOptionWriter.mpCapableData(target, flags, keys.localKey(), keys.remoteKey(), length);
    } else {
      MptcpOptionWriter.mpCapableData(
          target, flags, keys.localKey(), keys.remoteKey(), length, checksum);
    }
  }

  @Override
  public boolean acceptsCapable(Step step, ReceivedOptions options) {
    MpCapableView capable = options.mpCapable();
    return capable.present()
        && capable.version() == VERSION
        && fits(step, capable)
        // "If flag bits D through H are all 0, the MP_CAPABLE option MUST be treated as invalid and
        // ignored"; and with B "the MP_CAPABLE in this SYN MUST be silently ignored" (section 3.1)
        && (capable.flags() & HMAC_SHA) != 0
        && (capable.flags() & EXTENSIBILITY) == 0;
  }

  private boolean fits(Step step, MpCapableView capable) {
    // the third ACK may be lost, and the first data bring its keys
    return step == Step.CAPABLE_ACK
        ? capable.hasReceiverKey()
        : capable.length() == capableLength(step);
  }

  /** "the receiver MUST close the subflow with a RST as it not behaving as negotiated". */
  @Override
  public boolean refusesUnexpectedChecksum() {
    return true;
  }

  @Override
  public boolean dssServesAsThirdAck() {
    return false;
  }

  @Override
  public Signalling signalling() {
    return SignallingV1.INSTANCE;
  }

  @Override
  public byte[] digest(long key) {
    return KeyHash.SHA256.digest(key);
  }

  @Override
  public byte[] hmac(long firstKey, long secondKey, int firstNonce, int secondNonce) {
    return KeyHash.SHA256.joinHmac(firstKey, secondKey, firstNonce, secondNonce);
  }
}
