package org.mptcp4j.conformance.packet;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What is derived from keys: SHA-1 in version 0 (RFC 6824, sections 3.1 and 3.2), SHA-256 in
 * version 1 (RFC 8684).
 */
public final class Secrets {
  private Secrets() {}

  /** "The token MUST be a truncated (most significant 32 bits) ... hash of the key". */
  public static int token(Version version, long key) {
    return ByteBuffer.wrap(hash(version, key)).getInt();
  }

  /** "the least significant 64 bits of the ... hash of the key MUST be used as the IDSN". */
  public static long idsn(Version version, long key) {
    byte[] hash = hash(version, key);
    return ByteBuffer.wrap(hash, hash.length - 8, 8).getLong();
  }

  /**
   * The HMAC of a join: the sender's key and nonce come first.
   *
   * @return 20 bytes in version 0, 32 in version 1
   */
  public static byte[] join(
      Version version, long senderKey, long receiverKey, int senderNonce, int receiverNonce) {
    byte[] message = ByteBuffer.allocate(8).putInt(senderNonce).putInt(receiverNonce).array();
    return hmac(version, senderKey, receiverKey, message);
  }

  /** The leftmost 64 bits of a join's HMAC, for the SYN+ACK. */
  public static long leftmost64(byte[] hmac) {
    return ByteBuffer.wrap(hmac).getLong();
  }

  /** The leftmost 160 bits of a join's HMAC, for the third ACK. */
  public static byte[] leftmost160(byte[] hmac) {
    return Arrays.copyOf(hmac, 20);
  }

  /**
   * The truncated HMAC of ADD_ADDR in version 1: "the rightmost 64 bits" over address ID, address
   * and port (RFC 8684, section 3.4.1).
   *
   * @param port 0 where the option has none
   */
  public static long addAddr(
      long senderKey, long receiverKey, int addressId, InetAddress address, int port) {
    byte[] bytes = address.getAddress();
    ByteBuffer message = ByteBuffer.allocate(3 + bytes.length);
    message.put((byte) addressId).put(bytes).putShort((short) port);
    byte[] hmac = hmac(Version.V1, senderKey, receiverKey, message.array());
    return ByteBuffer.wrap(hmac, hmac.length - 8, 8).getLong();
  }

  private static byte[] hash(Version version, long key) {
    try {
      return MessageDigest.getInstance(version == Version.V0 ? "SHA-1" : "SHA-256")
          .digest(ByteBuffer.allocate(8).putLong(key).array());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-1 and SHA-256", e);
    }
  }

  private static byte[] hmac(Version version, long first, long second, byte[] message) {
    String name = version == Version.V0 ? "HmacSHA1" : "HmacSHA256";
    byte[] key = ByteBuffer.allocate(16).putLong(first).putLong(second).array();
    try {
      Mac mac = Mac.getInstance(name);
      mac.init(new SecretKeySpec(key, name));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + name, e);
    }
  }
}
