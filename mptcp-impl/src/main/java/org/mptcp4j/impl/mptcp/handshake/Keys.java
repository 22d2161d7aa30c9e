package org.mptcp4j.impl.mptcp.handshake;

/**
 * The keys of a connection and what is derived from them (RFC 6824, section 3.1): tokens name the
 * connection in MP_JOIN, the initial data sequence numbers start its two streams.
 */
public final class Keys {
  private final Handshake handshake;
  private final long localKey;
  private final int localToken;
  private final long localIdsn;
  private long remoteKey;
  private int remoteToken;
  private long remoteIdsn;
  private boolean remoteKnown;

  public Keys(Handshake handshake, long localKey) {
    this.handshake = handshake;
    this.localKey = localKey;
    byte[] digest = handshake.digest(localKey);
    localToken = handshake.token(digest);
    localIdsn = handshake.initialDataSequence(digest);
  }

  public void remote(long key) {
    byte[] digest = handshake.digest(key);
    remoteKey = key;
    remoteToken = handshake.token(digest);
    remoteIdsn = handshake.initialDataSequence(digest);
    remoteKnown = true;
  }

  public Handshake handshake() {
    return handshake;
  }

  public boolean remoteKnown() {
    return remoteKnown;
  }

  public long localKey() {
    return localKey;
  }

  public long remoteKey() {
    return remoteKey;
  }

  public int localToken() {
    return localToken;
  }

  public int remoteToken() {
    return remoteToken;
  }

  /** The IDSN of what this side sends; its stream's position 0. */
  public long localIdsn() {
    return localIdsn;
  }

  public long remoteIdsn() {
    return remoteIdsn;
  }

  /** HMAC that this side sends: "Key=(Key-A+Key-B), Msg=(R-A+R-B)" with itself as A. */
  public byte[] localHmac(int localNonce, int remoteNonce) {
    return handshake.hmac(localKey, remoteKey, localNonce, remoteNonce);
  }

  /** HMAC that the peer has to send. */
  public byte[] remoteHmac(int localNonce, int remoteNonce) {
    return handshake.hmac(remoteKey, localKey, remoteNonce, localNonce);
  }
}
