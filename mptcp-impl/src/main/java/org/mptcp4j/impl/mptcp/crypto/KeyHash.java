package org.mptcp4j.impl.mptcp.crypto;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The hash of a version, and its HMAC. All connections share it; looking up the JDK's functions
 * costs more than what they do, so each thread does it once.
 */
public final class KeyHash {
  /** Version 0 (RFC 6824, sections 3.1 and 3.2). */
  public static final KeyHash SHA1 = new KeyHash("SHA-1", "HmacSHA1");

  /** Version 1 (RFC 8684, sections 3.1, 3.2 and 3.4.1). */
  public static final KeyHash SHA256 = new KeyHash("SHA-256", "HmacSHA256");

  /** "the output is truncated to the leftmost 160 bits" (RFC 8684, section 3.2); SHA-1 has 160. */
  private static final int HMAC_BYTES = 20;

  private record Functions(MessageDigest digest, Mac mac) {}

  private final String macName;
  private final ThreadLocal<Functions> functions;

  /**
   * @param digest the JDK's name of the hash
   * @param mac the JDK's name of its HMAC
   */
  private KeyHash(String digest, String mac) {
    macName = mac;
    functions = ThreadLocal.withInitial(() -> find(digest, mac));
  }

  private static Functions find(String digest, String mac) {
    try {
      return new Functions(MessageDigest.getInstance(digest), Mac.getInstance(mac));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + digest + " and " + mac, e);
    }
  }

  /** "the key MUST be hashed in network byte order" (section 3.1). */
  public byte[] digest(long key) {
    return functions.get().digest().digest(bytes(key));
  }

  /** The HMAC of a message, whole. */
  public byte[] hmac(long firstKey, long secondKey, byte[] message) {
    Mac mac = functions.get().mac();
    try {
      mac.init(new SecretKeySpec(bytes(firstKey, secondKey), macName));
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("HMAC takes any key", e);
    }
    return mac.doFinal(message);
  }

  /** The HMAC of a join, as long as the third ACK carries it. */
  public byte[] joinHmac(long firstKey, long secondKey, int firstNonce, int secondNonce) {
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
