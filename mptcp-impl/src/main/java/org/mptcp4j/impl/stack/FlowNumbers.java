package org.mptcp4j.impl.stack;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import org.mptcp4j.engine.Entropy;
import org.mptcp4j.impl.wire.FlowKey;

/**
 * Where a flow's sequence numbers and timestamps start: unpredictable from outside, yet growing
 * from one use of the same addresses and ports to the next, so that a peer in TIME-WAIT takes a new
 * SYN (RFC 6528, section 3; RFC 7323, section 5.4; RFC 6191).
 */
final class FlowNumbers {
  private static final long NANOS_PER_TICK = 4_000;

  private final long secret;

  FlowNumbers(Entropy entropy) {
    secret = entropy.nextLong();
  }

  /**
   * "ISN = M + F(localip, localport, remoteip, remoteport, secretkey)", M a 4 microsecond timer.
   */
  int initialSequence(FlowKey key, long nowNanos) {
    return (int) (digest(key) + nowNanos / NANOS_PER_TICK);
  }

  /** The same for each connection of the same flow. */
  int timestampOffset(FlowKey key) {
    return (int) (digest(key) >>> 32);
  }

  private long digest(FlowKey key) {
    ByteBuffer flow = ByteBuffer.allocate(8 + 32 + 8);
    flow.putLong(secret);
    flow.putLong(key.local().hi()).putLong(key.local().lo());
    flow.putLong(key.remote().hi()).putLong(key.remote().lo());
    flow.putInt(key.localPort()).putInt(key.remotePort());
    try {
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(flow.array())).getLong();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
