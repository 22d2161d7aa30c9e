package org.mptcp4j.impl.mptcp.handshake;

import java.nio.ByteBuffer;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.impl.wire.ReceivedOptions;

/**
 * What differs between the versions of Multipath TCP: the handshake's options and the cryptography
 * behind them. Nothing else asks for the version.
 */
public interface Handshake {
  /** The six segments that carry a handshake option. */
  enum Step {
    CAPABLE_SYN,
    CAPABLE_SYN_ACK,
    CAPABLE_ACK,
    JOIN_SYN,
    JOIN_SYN_ACK,
    JOIN_ACK
  }

  MptcpVersion version();

  /** Bytes of the option, a multiple of 4. */
  int length(Step step);

  void writeCapable(Step step, Keys keys, boolean checksum, ByteBuffer target);

  void writeJoin(Step step, JoinNonces join, boolean backup, ByteBuffer target);

  /** Whether an MP_CAPABLE of this version is there that fits {@code step}. */
  boolean acceptsCapable(Step step, ReceivedOptions options);

  /** The digest of a key, from which its token and its IDSN come. */
  byte[] digest(long key);

  /** The first 32 bits of the digest (RFC 6824, section 3.2). */
  int token(byte[] digest);

  /** The last 64 bits of the digest (RFC 6824, section 3.1). */
  long initialDataSequence(byte[] digest);

  /** The HMAC of a join: {@code firstKey} is the sender's. */
  byte[] hmac(long firstKey, long secondKey, int firstNonce, int secondNonce);

  /** The strategy for a version. */
  static Handshake of(MptcpVersion version) {
    if (version != MptcpVersion.V0) {
      throw new IllegalArgumentException("no handshake for MPTCP version " + version);
    }
    return HandshakeV0.INSTANCE;
  }
}
