package org.mptcp4j.impl.mptcp.handshake;

import java.security.MessageDigest;

/** The state of one MP_JOIN handshake (RFC 6824, section 3.2). */
public final class JoinNonces {
  private final Keys keys;
  private final int addressId;
  private final int localNonce;
  private int remoteNonce;
  private boolean remoteKnown;

  /**
   * @param addressId ID of the local address, 0 to 255
   */
  public JoinNonces(Keys keys, int addressId, int localNonce) {
    this.keys = keys;
    this.addressId = addressId;
    this.localNonce = localNonce;
  }

  /**
   * The peer's nonce: "The nonces are valid for the lifetime of the TCP connection attempt" (RFC
   * 8684, section 5).
   *
   * @return false where it said another before, which counts still
   */
  public boolean remoteNonce(int nonce) {
    boolean same = !remoteKnown || remoteNonce == nonce;
    remoteNonce = remoteKnown ? remoteNonce : nonce;
    remoteKnown = true;
    return same;
  }

  public int remoteNonce() {
    return remoteNonce;
  }

  public int addressId() {
    return addressId;
  }

  public int localNonce() {
    return localNonce;
  }

  public int remoteToken() {
    return keys.remoteToken();
  }

  public byte[] localHmac() {
    return keys.localHmac(localNonce, remoteNonce);
  }

  /** The leftmost 64 bits of this side's HMAC, as the SYN+ACK carries it. */
  public long localTruncatedHmac() {
    return truncate(localHmac());
  }

  /** Whether the SYN+ACK's truncated HMAC is the peer's. */
  public boolean verifyTruncated(long hmac) {
    return truncate(keys.remoteHmac(localNonce, remoteNonce)) == hmac;
  }

  /** Whether the third ACK's HMAC is the peer's; takes the same time for every wrong one. */
  public boolean verify(byte[] hmac) {
    return MessageDigest.isEqual(keys.remoteHmac(localNonce, remoteNonce), hmac);
  }

  private static long truncate(byte[] hmac) {
    return java.nio.ByteBuffer.wrap(hmac).getLong(0);
  }
}
