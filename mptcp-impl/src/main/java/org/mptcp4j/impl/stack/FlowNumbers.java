package org.mptcp4j.impl.stack;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.mptcp4j.engine.Entropy;
import org.mptcp4j.impl.wire.FlowKey;

/**
 * Where a flow's sequence numbers and timestamps start: unpredictable from outside, yet growing
 * from one use of the same addresses and ports to the next, so that a peer in TIME-WAIT takes a new
 * SYN (RFC 6528, section 3; RFC 7323, section 5.4; RFC 6191).
 */
final class FlowNumbers {
  private static final long NANOS_PER_TICK = 4_000;

  /** A second of the timer. */
  private static final int BEYOND_LAST = 250_000;

  /** Flows are used again at once, or not at all. */
  private static final int REMEMBERED = 1_024;

  private final long secret;
  private final MessageDigest hash = sha256();
  private final ByteBuffer flow = ByteBuffer.allocate(8 + 32 + 8);

  /** A new flow asks for two numbers. */
  private FlowKey digested;

  private long digest;
  private final Map<FlowKey, Integer> replaced = new LinkedHashMap<>();

  FlowNumbers(Entropy entropy) {
    secret = entropy.nextLong();
  }

  /**
   * "ISN = M + F(localip, localport, remoteip, remoteport, secretkey)", M a 4 microsecond timer.
   * Where it follows a connection that sent faster than the timer runs, it is beyond that.
   */
  int initialSequence(FlowKey key, long nowNanos) {
    int number = (int) (digest(key) + nowNanos / NANOS_PER_TICK);
    Integer last = replaced.remove(key);
    return last == null || number - last > 0 ? number : last + BEYOND_LAST;
  }

  /**
   * A connection in TIME-WAIT gives way to a new one. RFC 9293, section 3.6.1: the host then
   * "assigns its initial sequence number for the new connection to be larger than the largest
   * sequence number it used on the previous connection incarnation".
   */
  void replaced(FlowKey key, int lastUsed) {
    replaced.put(key, lastUsed);
    if (replaced.size() > REMEMBERED) {
      Iterator<FlowKey> eldest = replaced.keySet().iterator();
      eldest.next();
      eldest.remove();
    }
  }

  /** The same for each connection of the same flow. */
  int timestampOffset(FlowKey key) {
    return (int) (digest(key) >>> 32);
  }

  private long digest(FlowKey key) {
    if (!key.equals(digested)) {
      digested = key;
      flow.clear();
      flow.putLong(secret);
      flow.putLong(key.local().hi()).putLong(key.local().lo());
      flow.putLong(key.remote().hi()).putLong(key.remote().lo());
      flow.putInt(key.localPort()).putInt(key.remotePort());
      digest = ByteBuffer.wrap(hash.digest(flow.array())).getLong();
    }
    return digest;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
