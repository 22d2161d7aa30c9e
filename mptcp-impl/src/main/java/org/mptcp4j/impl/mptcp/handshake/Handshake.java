package org.mptcp4j.impl.mptcp.handshake;

import java.nio.ByteBuffer;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.impl.mptcp.address.Signalling;
import org.mptcp4j.impl.wire.ReceivedOptions;
import org.mptcp4j.impl.wire.option.MpCapableView;
import org.mptcp4j.impl.wire.option.MpJoinView;
import org.mptcp4j.impl.wire.option.MptcpOptionWriter;

/**
 * What differs between the versions of Multipath TCP: the handshake's options and the cryptography
 * behind them. Nothing else asks for the version.
 */
public interface Handshake {
  /** The segments that carry a handshake option. */
  enum Step {
    CAPABLE_SYN,
    CAPABLE_SYN_ACK,
    CAPABLE_ACK,
    /** The first data, where MP_CAPABLE stands in for its DSS. */
    CAPABLE_DATA,
    JOIN_SYN,
    JOIN_SYN_ACK,
    JOIN_ACK
  }

  MptcpVersion version();

  /** Bytes of the option, padded to a multiple of 4. */
  default int length(Step step) {
    return switch (step) {
      case JOIN_SYN -> MpJoinView.SYN_LENGTH;
      case JOIN_SYN_ACK -> MpJoinView.SYN_ACK_LENGTH;
      case JOIN_ACK -> MpJoinView.ACK_LENGTH;
      default -> capableLength(step);
    };
  }

  /** Bytes of the MP_CAPABLE of a step, padded. */
  int capableLength(Step step);

  /** Whether MP_CAPABLE stands in for the DSS of the first data (RFC 8684, section 3.1). */
  boolean mapsFirstData();

  /**
   * The octet of flags in this side's MP_CAPABLE.
   *
   * @param checksum flag A
   * @param joinHere whether subflows to the address of the initial one are welcome
   */
  int flags(boolean checksum, boolean joinHere);

  /** Whether the peer takes no subflows to the address and port of its MP_CAPABLE. */
  boolean forbidsJoin(int flags);

  void writeCapable(Step step, Keys keys, int flags, ByteBuffer target);

  /**
   * MP_CAPABLE on the first data, where {@link #mapsFirstData}.
   *
   * @param length of the mapping, which begins behind the IDSN
   * @param checksum of the mapping; -1 without
   */
  void writeCapableData(Keys keys, int flags, int length, int checksum, ByteBuffer target);

  /** MP_JOIN, the same in both versions. */
  default void writeJoin(Step step, JoinNonces join, boolean backup, ByteBuffer target) {
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

  /** Whether an MP_CAPABLE of this version is there that fits {@code step}. */
  boolean acceptsCapable(Step step, ReceivedOptions options);

  /**
   * Whether a segment without MP_CAPABLE that came before one shows that its sender speaks
   * Multipath TCP, so that it can be taken: the keys are known, and a DSS is there.
   */
  boolean dssServesAsThirdAck();

  /** Whether a DSS checksum that was not negotiated breaks the subflow (section 3.3). */
  boolean refusesUnexpectedChecksum();

  /** The digest of a key, from which its token and its IDSN come. */
  byte[] digest(long key);

  /** "truncated (most significant 32 bits)" (section 3.1). */
  default int token(byte[] digest) {
    return ByteBuffer.wrap(digest).getInt(0);
  }

  /** "(the least significant 64 bits)": "the rightmost bits" (section 3.1). */
  default long initialDataSequence(byte[] digest) {
    return ByteBuffer.wrap(digest).getLong(digest.length - Long.BYTES);
  }

  /** The HMAC of a join, 20 bytes: {@code firstKey} is the sender's. */
  byte[] hmac(long firstKey, long secondKey, int firstNonce, int secondNonce);

  /** How this version signals addresses, priorities and the reasons of resets. */
  Signalling signalling();

  /** The strategy for a version that is not {@link MptcpVersion#OFF}. */
  static Handshake of(MptcpVersion version) {
    return switch (version) {
      case V0 -> HandshakeV0.INSTANCE;
      case V1 -> HandshakeV1.INSTANCE;
      case OFF -> throw new IllegalArgumentException("plain TCP has no handshake of its own");
    };
  }

  /** The strategy that answers a SYN, or null for plain TCP. */
  static Handshake answering(ConnectionOptions options, ReceivedOptions syn) {
    for (MptcpVersion version : options.versions()) {
      Handshake candidate = of(version);
      if (candidate.answers(options, syn)) {
        return candidate;
      }
    }
    return null;
  }

  /**
   * Whether a SYN is one of this version that can be answered so: "If A=1 is received by a host
   * that does not want to use checksums, it MUST fall back to regular TCP by ignoring the
   * MP_CAPABLE option" (section 3.1).
   */
  default boolean answers(ConnectionOptions options, ReceivedOptions syn) {
    return acceptsCapable(Step.CAPABLE_SYN, syn) && mayUseChecksums(options, syn.mpCapable());
  }

  /** Whether the peer's flag A agrees with this side's options. */
  static boolean mayUseChecksums(ConnectionOptions options, MpCapableView capable) {
    return !capable.checksumRequired() || options.checksum() || options.mptcp().acceptChecksum();
  }
}
