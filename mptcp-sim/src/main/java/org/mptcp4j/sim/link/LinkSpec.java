package org.mptcp4j.sim.link;

import java.util.Locale;

/**
 * What one direction of a link is like.
 *
 * @param bitsPerSecond rate at which whole IP packets are serialized, 0 for unlimited
 * @param delayNanos one-way propagation delay, at least 0
 * @param queueBytes room for packets that are not serialized yet, the one on its way out included;
 *     at least {@code mtu}
 * @param loss probability that a packet is lost on the way, 0 to 1; it uses up the rate all the
 *     same
 * @param jitterNanos each packet is delayed by up to this much more, evenly distributed; packets
 *     keep their order
 * @param reorder probability that a packet is held back and so overtaken, 0 to 1
 * @param reorderNanos for how long it is held back, at least 0
 * @param mtu largest IP packet in bytes, 576 to 65,535
 * @param markBytes ECN-capable packets that find more than this in the queue are marked (RFC 3168,
 *     section 5); others are not touched. 0 for no marks
 */
public record LinkSpec(
    long bitsPerSecond,
    long delayNanos,
    long queueBytes,
    double loss,
    long jitterNanos,
    double reorder,
    long reorderNanos,
    int mtu,
    long markBytes) {

  /** MTU where none is given, in bytes. */
  public static final int DEFAULT_MTU = 1500;

  /** The smallest queue that {@link #defaultQueueBytes} gives, in bytes. */
  public static final long SMALLEST_DEFAULT_QUEUE = 64 * 1024;

  private static final double NANOS_PER_SECOND = 1e9;
  private static final long SHORTEST_DEFAULT_REORDER_NANOS = 1_000_000;
  private static final int DEFAULT_REORDER_PACKETS = 4;

  public LinkSpec {
    require(bitsPerSecond >= 0, "rate", bitsPerSecond);
    require(delayNanos >= 0, "delay", delayNanos);
    require(mtu >= 576 && mtu <= 65_535, "mtu", mtu);
    require(queueBytes >= mtu, "queue (less than one packet)", queueBytes);
    require(loss >= 0 && loss <= 1, "loss", loss);
    require(jitterNanos >= 0, "jitter", jitterNanos);
    require(reorder >= 0 && reorder <= 1, "reorder", reorder);
    require(reorderNanos >= 0, "reorder delay", reorderNanos);
    require(markBytes >= 0, "ecn", markBytes);
  }

  private static void require(boolean holds, String what, Object value) {
    if (!holds) {
      throw new IllegalArgumentException("link: bad " + what + ": " + value);
    }
  }

  /** A link without loss, jitter and reordering, with the default queue and MTU. */
  public static LinkSpec of(long bitsPerSecond, long delayNanos) {
    return new LinkSpec(
        bitsPerSecond,
        delayNanos,
        defaultQueueBytes(bitsPerSecond, delayNanos),
        0,
        0,
        0,
        defaultReorderNanos(bitsPerSecond),
        DEFAULT_MTU,
        0);
  }

  /**
   * Parses {@code rate,delay[,key=value...]}, as in {@code 20M,15ms} or {@code
   * 20M,15ms,loss=1%,queue=100k,jitter=2ms,reorder=3%:5ms,mtu=1500,ecn=30k}.
   *
   * <p>The rate is in bits per second with k, M or G for powers of 1000; 0 is unlimited. Times end
   * in ns, us, ms or s. The queue and what of it makes marks ({@code ecn}) are in bytes, k and M
   * again powers of 1000. Probabilities are percentages or fractions. What is left out: no loss,
   * jitter, reordering or marks, MTU 1500, {@linkplain #defaultQueueBytes the default queue}; a
   * reordered packet is held back by four full packets' time, at least 1 ms.
   *
   * @throws IllegalArgumentException with a message of one line that says what is wrong
   */
  public static LinkSpec parse(String text) {
    return new LinkSpecParser(text).parse();
  }

  /**
   * The queue where none is given: what the link carries in one round trip over it ({@code rate * 2
   * * delay}), which lets a single Reno flow keep it busy; at least 64 KiB.
   */
  public static long defaultQueueBytes(long bitsPerSecond, long delayNanos) {
    double product = bitsPerSecond / 8.0 * 2 * delayNanos / NANOS_PER_SECOND;
    return Math.max(SMALLEST_DEFAULT_QUEUE, (long) product);
  }

  static long defaultReorderNanos(long bitsPerSecond) {
    if (bitsPerSecond == 0) {
      return SHORTEST_DEFAULT_REORDER_NANOS;
    }
    double packets = DEFAULT_REORDER_PACKETS * DEFAULT_MTU * 8.0 / bitsPerSecond;
    return Math.max(SHORTEST_DEFAULT_REORDER_NANOS, (long) (packets * NANOS_PER_SECOND));
  }

  /** The same link with another one-way delay, in nanoseconds; the queue stays as it is. */
  public LinkSpec withDelayNanos(long value) {
    return new LinkSpec(
        bitsPerSecond, value, queueBytes, loss, jitterNanos, reorder, reorderNanos, mtu, markBytes);
  }

  /** The same link with another queue, in bytes. */
  public LinkSpec withQueueBytes(long value) {
    return new LinkSpec(
        bitsPerSecond, delayNanos, value, loss, jitterNanos, reorder, reorderNanos, mtu, markBytes);
  }

  /** The same link with another probability of loss, 0 to 1. */
  public LinkSpec withLoss(double value) {
    return new LinkSpec(
        bitsPerSecond,
        delayNanos,
        queueBytes,
        value,
        jitterNanos,
        reorder,
        reorderNanos,
        mtu,
        markBytes);
  }

  /** The same link with another jitter, in nanoseconds. */
  public LinkSpec withJitterNanos(long value) {
    return new LinkSpec(
        bitsPerSecond, delayNanos, queueBytes, loss, value, reorder, reorderNanos, mtu, markBytes);
  }

  /** The same link with other reordering: its probability, 0 to 1, and delay in nanoseconds. */
  public LinkSpec withReorder(double probability, long heldBackNanos) {
    return new LinkSpec(
        bitsPerSecond,
        delayNanos,
        queueBytes,
        loss,
        jitterNanos,
        probability,
        heldBackNanos,
        mtu,
        markBytes);
  }

  /** The same link with another MTU, in bytes; the queue must still hold one packet. */
  public LinkSpec withMtu(int value) {
    return new LinkSpec(
        bitsPerSecond,
        delayNanos,
        queueBytes,
        loss,
        jitterNanos,
        reorder,
        reorderNanos,
        value,
        markBytes);
  }

  /**
   * The same link with another queue length, in bytes, from which on packets are marked; 0: none.
   */
  public LinkSpec withMarkBytes(long value) {
    return new LinkSpec(
        bitsPerSecond,
        delayNanos,
        queueBytes,
        loss,
        jitterNanos,
        reorder,
        reorderNanos,
        mtu,
        value);
  }

  /** Time to serialize a packet, in nanoseconds, rounded up; 0 where the rate is unlimited. */
  public long serializationNanos(int bytes) {
    if (bitsPerSecond == 0) {
      return 0;
    }
    return (bytes * 8_000_000_000L + bitsPerSecond - 1) / bitsPerSecond;
  }

  /** In the form that {@link #parse} reads. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d,%dns,queue=%d,loss=%s,jitter=%dns,reorder=%s:%dns,mtu=%d,ecn=%d",
        bitsPerSecond,
        delayNanos,
        queueBytes,
        loss,
        jitterNanos,
        reorder,
        reorderNanos,
        mtu,
        markBytes);
  }
}
