package org.mptcp4j.impl.script;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The keyed parts of version 0 as the JDK computes them (RFC 6824, sections 3.1 and 3.2). */
public final class Crypto {
  private Crypto() {}

  private static byte[] sha1(long key) {
    try {
      byte[] bytes = ByteBuffer.allocate(8).putLong(key).array();
      return MessageDigest.getInstance("SHA-1").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** "a truncated (most significant 32 bits) SHA-1 hash of the key". */
  public static int token(long key) {
    return ByteBuffer.wrap(sha1(key)).getInt(0);
  }

  /** "the least significant 64 bits of the SHA-1 hash of the key". */
  public static long idsn(long key) {
    return ByteBuffer.wrap(sha1(key)).getLong(12);
  }

  /** HMAC-SHA1 over both nonces, keyed with both keys; the sender's come first. */
  public static byte[] hmac(long senderKey, long receiverKey, int senderNonce, int receiverNonce) {
    try {
      byte[] key = ByteBuffer.allocate(16).putLong(senderKey).putLong(receiverKey).array();
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(key, "HmacSHA1"));
      return mac.doFinal(ByteBuffer.allocate(8).putInt(senderNonce).putInt(receiverNonce).array());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
