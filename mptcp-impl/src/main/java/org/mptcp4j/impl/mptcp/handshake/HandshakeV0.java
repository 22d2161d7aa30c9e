package org.mptcp4j.impl.mptcp.handshake;

import static org.mptcp4j.impl.wire.option.MpCapableView.CHECKSUM_REQUIRED;
import static org.mptcp4j.impl.wire.option.MpCapableView.EXTENSIBILITY;
import static org.mptcp4j.impl.wire.option.MpCapableView.HMAC_SHA;

import java.nio.ByteBuffer;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.impl.mptcp.address.Signalling;
import org.mptcp4j.impl.mptcp.address.SignallingV0;
import org.mptcp4j.impl.mptcp.crypto.KeyHash;
import org.mptcp4j.impl.wire.ReceivedOptions;
import org.mptcp4j.impl.wire.option.MpCapableView;
import org.mptcp4j.impl.wire.option.MptcpOptionWriter;

/** Version 0: RFC 6824, sections 3.1 and 3.2. SHA-1 throughout; each side's SYN has its key. */
public final class HandshakeV0 implements Handshake {
  static final HandshakeV0 INSTANCE = new HandshakeV0();

  private static final int VERSION = 0;

  private HandshakeV0() {}

  @Override
  public MptcpVersion version() {
    return MptcpVersion.V0;
  }

  @Override
  public int capableLength(Step step) {
    return switch (step) {
      case CAPABLE_SYN, CAPABLE_SYN_ACK -> 12;
      case CAPABLE_ACK -> 20;
      default -> throw new IllegalArgumentException("no MP_CAPABLE: " + step);
    };
  }

  @Override
  public boolean mapsFirstData() {
    return false;
  }

  /** Flag C belongs to the negotiation of algorithms here. */
  @Override
  public int flags(boolean checksum, boolean joinHere) {
    return HMAC_SHA | (checksum ? CHECKSUM_REQUIRED : 0);
  }

  @Override
  public boolean forbidsJoin(int flags) {
    return false;
  }

  @Override
  public void writeCapable(Step step, Keys keys, int flags, ByteBuffer target) {
    if (step == Step.CAPABLE_ACK) {
      MptcpOptionWriter.mpCapable(target, VERSION, flags, keys.localKey(), keys.remoteKey());
    } else {
      MptcpOptionWriter.mpCapable(target, VERSION, flags, keys.localKey());
    }
  }

  @Override
  public void writeCapableData(Keys keys, int flags, int length, int checksum, ByteBuffer target) {
    throw new IllegalStateException("version 0 maps the first data with a DSS");
  }

  @Override
  public boolean acceptsCapable(Step step, ReceivedOptions options) {
    MpCapableView capable = options.mpCapable();
    // "If flag bits C through H are all 0, the MP_CAPABLE option MUST be treated as invalid and
    // ignored" (section 3.1)
    return capable.present()
        && capable.version() == VERSION
        && capable.length() == length(step)
        && (capable.flags() & HMAC_SHA) != 0
        && (capable.flags() & EXTENSIBILITY) == 0;
  }

  /** "the checksum field MUST be ignored" (RFC 6824, section 3.3). */
  @Override
  public boolean refusesUnexpectedChecksum() {
    return false;
  }

  @Override
  public boolean dssServesAsThirdAck() {
    return true;
  }

  /**
   * Whether a SYN with this option may be answered at all: "If receiving a message with the B flag
   * set to 1, and this is not understood, then this SYN MUST be silently ignored" (section 3.1).
   */
  public static boolean understands(MpCapableView capable) {
    return !capable.present()
        || capable.version() != VERSION
        || (capable.flags() & EXTENSIBILITY) == 0;
  }

  @Override
  public Signalling signalling() {
    return SignallingV0.INSTANCE;
  }

  @Override
  public byte[] digest(long key) {
    return KeyHash.SHA1.digest(key);
  }

  @Override
  public byte[] hmac(long firstKey, long secondKey, int firstNonce, int secondNonce) {
    return KeyHash.SHA1.joinHmac(firstKey, secondKey, firstNonce, secondNonce);
  }
}
