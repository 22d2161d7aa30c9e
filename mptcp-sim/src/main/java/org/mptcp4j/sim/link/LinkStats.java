package org.mptcp4j.sim.link;

/** What a {@link LinkModel} counted: a live view. Bytes are those of whole IP packets. */
public final class LinkStats {
  private long queueDrops;
  private long lossDrops;
  private long tooBigDrops;
  private long downDrops;
  private long offeredPackets;
  private long offeredBytes;
  private long carriedPackets;
  private long carriedBytes;
  private long maxQueueBytes;
  private long busyNanos;
  private long markedPackets;

  LinkStats() {}

  /** Packets that came to the link, dropped ones included. */
  public long offeredPackets() {
    return offeredPackets;
  }

  /** Bytes of {@link #offeredPackets}. */
  public long offeredBytes() {
    return offeredBytes;
  }

  /** Packets that arrive at the other end, or will. */
  public long carriedPackets() {
    return carriedPackets;
  }

  /** Bytes of {@link #carriedPackets}. */
  public long carriedBytes() {
    return carriedBytes;
  }

  /** Packets dropped for one cause. */
  public long drops(DropCause cause) {
    return switch (cause) {
      case QUEUE -> queueDrops;
      case LOSS -> lossDrops;
      case TOO_BIG -> tooBigDrops;
      case DOWN -> downDrops;
    };
  }

  /** Packets dropped for any cause. */
  public long drops() {
    return queueDrops + lossDrops + tooBigDrops + downDrops;
  }

  /** Packets that were given a congestion mark. */
  public long markedPackets() {
    return markedPackets;
  }

  /** The fullest that the queue ever was, in bytes. */
  public long maxQueueBytes() {
    return maxQueueBytes;
  }

  /** How long the link was serializing packets, in nanoseconds. */
  public long busyNanos() {
    return busyNanos;
  }

  void offered(int bytes) {
    offeredPackets++;
    offeredBytes += bytes;
  }

  void carried(int bytes) {
    carriedPackets++;
    carriedBytes += bytes;
  }

  void lostOnTheWay(int bytes) {
    carriedPackets--;
    carriedBytes -= bytes;
    dropped(DropCause.DOWN);
  }

  void marked() {
    markedPackets++;
  }

  void dropped(DropCause cause) {
    switch (cause) {
      case QUEUE -> queueDrops++;
      case LOSS -> lossDrops++;
      case TOO_BIG -> tooBigDrops++;
      case DOWN -> downDrops++;
    }
  }

  void serialized(long nanos, long queueBytes) {
    busyNanos += nanos;
    maxQueueBytes = Math.max(maxQueueBytes, queueBytes);
  }

  @Override
  public String toString() {
    return "offered "
        + offeredPackets
        + ", carried "
        + carriedPackets
        + ", dropped: queue "
        + drops(DropCause.QUEUE)
        + ", loss "
        + drops(DropCause.LOSS)
        + ", too big "
        + drops(DropCause.TOO_BIG)
        + ", down "
        + drops(DropCause.DOWN)
        + ", marked "
        + markedPackets
        + ", queue at most "
        + maxQueueBytes
        + " bytes";
  }
}
