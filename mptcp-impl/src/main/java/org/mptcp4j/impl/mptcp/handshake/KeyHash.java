package org.mptcp4j.impl.mptcp.handshake;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The hash of a version, and its HMAC: what keys, tokens and the proofs of a join come from. */
final class KeyHash {
  /** "the output is truncated to the leftmost 160 bits" (RFC 8684, section 3.2); SHA-1 has 160. */
  private static final int HMAC_BYTES = 20;

  private final String digest;
  private final String mac;

  /**
   * @param digest the JDK's name of the hash
   * @param mac the JDK's name of its HMAC
   */
  KeyHash(String digest, String mac) {
    this.digest = digest;
    this.mac = mac;
  }

  /** "the key MUST be hashed in network byte order" (section 3.1). */
  byte[] digest(long key) {
    try {
      return MessageDigest.getInstance(digest).digest(bytes(key));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + digest, e);
    }
  }

  /** The HMAC of a message, whole. */
  byte[] hmac(long firstKey, long secondKey, byte[] message) {
    try {
      Mac keyed = Mac.getInstance(mac);
      keyed.init(new SecretKeySpec(bytes(firstKey, secondKey), mac));
      return keyed.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + mac, e);
    }
  }

  /** The HMAC of a join, as long as the third ACK carries it. */
  byte[] joinHmac(long firstKey, long secondKey, int firstNonce, int secondNonce) {
    byte[] nonces =
        ByteBuffer.allocate(2 * Integer.BYTES).putInt(firstNonce).putInt(secondNonce).array();
    return Arrays.copyOf(hmac(firstKey, secondKey, nonces), HMAC_BYTES);
  }

  private static byte[] bytes(long... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES);
    for (long value : values) {
      bytes.putLong(value);
    }
    return bytes.array();
  }
}
