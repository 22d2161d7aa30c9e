package org.mptcp4j.impl.script;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.mptcp4j.impl.wire.IpAddress;

/**
 * What is derived from the keys, as the JDK computes it and from the RFCs' text alone: RFC 6824 and
 * RFC 8684, sections 3.1, 3.2 and 3.4.1.
 */
public final class Crypto {
  /** Of version 0. */
  public static final Crypto SHA1 = new Crypto("SHA-1", "HmacSHA1");

  /** Of version 1. */
  public static final Crypto SHA256 = new Crypto("SHA-256", "HmacSHA256");

  private static final int JOIN_HMAC_BYTES = 20;

  private final String digest;
  private final String hmac;

  private Crypto(String digest, String hmac) {
    this.digest = digest;
    this.hmac = hmac;
  }

  private byte[] hash(long key) {
    try {
      // "the key MUST be hashed in network byte order"
      return MessageDigest.getInstance(digest).digest(buffer(8).putLong(key).array());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private byte[] mac(long senderKey, long receiverKey, byte[] message) {
    try {
      byte[] key = buffer(16).putLong(senderKey).putLong(receiverKey).array();
      Mac mac = Mac.getInstance(hmac);
      mac.init(new SecretKeySpec(key, hmac));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes);
  }

  /** "a truncated (most significant 32 bits) hash of the key". */
  public int token(long key) {
    return ByteBuffer.wrap(hash(key)).getInt(0);
  }

  /** "the least significant 64 bits of the hash of the key". */
  public long idsn(long key) {
    byte[] hash = hash(key);
    return ByteBuffer.wrap(hash).getLong(hash.length - 8);
  }

  /**
   * The HMAC over both nonces, keyed with both keys; the sender's come first. "The output is
   * truncated to the leftmost 160 bits (20 octets)."
   */
  public byte[] joinHmac(long senderKey, long receiverKey, int senderNonce, int receiverNonce) {
    byte[] message = buffer(8).putInt(senderNonce).putInt(receiverNonce).array();
    return Arrays.copyOf(mac(senderKey, receiverKey, message), JOIN_HMAC_BYTES);
  }

  /**
   * The HMAC of ADD_ADDR: "the Address ID, IP address, and port", of which the rightmost 64 bits
   * count. "If the port is not present, the HMAC message will nevertheless include 2 octets of
   * value zero."
   */
  public long addressHmac(long senderKey, long receiverKey, int id, IpAddress address, int port) {
    ByteBuffer message = ByteBuffer.allocate(1 + address.length() + 2);
    message.put((byte) id);
    if (address.v6()) {
      message.putLong(address.hi()).putLong(address.lo());
    } else {
      message.putInt((int) address.lo());
    }
    message.putShort((short) port);
    byte[] whole = mac(senderKey, receiverKey, message.array());
    return ByteBuffer.wrap(whole).getLong(whole.length - 8);
  }
}
