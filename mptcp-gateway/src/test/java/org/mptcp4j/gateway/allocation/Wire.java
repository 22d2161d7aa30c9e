package org.mptcp4j.gateway.allocation;

import java.util.Arrays;
import org.mptcp4j.engine.OutgoingPacket;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.engine.PacketBuffer.Checksum;
import org.mptcp4j.engine.PacketPool;
import org.mptcp4j.engine.Zone;

/**
 * One direction between the zones of two engines: a copy into a packet buffer, as a device makes
 * it, a rate, a queue without end, and a delay. It may lose or delay some data packets. Itself it
 * allocates nothing once its ring is as long as it has to be.
 */
final class Wire {
  /** Every packet of so many is lost, or late; 0 for none. */
  record Trouble(int lostEach, int lateEach) {
    static final Trouble NONE = new Trouble(0, 0);
  }

  /** What every packet of a wire meets. */
  record Line(long delayNanos, long kilobytesPerSecond) {}

  private static final long LATE_NANOS = 4_000_000L;

  private final PacketPool pool;
  private final Station to;
  private final Zone zone;
  private final long delayNanos;
  private final long nanosPerKilobyte;
  private final Trouble trouble;
  private PacketBuffer[] packets = new PacketBuffer[1024];
  private long[] due = new long[1024];
  private int first;
  private int count;
  private long busyUntil;
  private long random = 0x9E3779B97F4A7C15L;
  private long dataPackets;
  private long lost;
  private long late;

  Wire(PacketPool pool, Station to, Zone zone, Line line, Trouble trouble) {
    this.pool = pool;
    this.to = to;
    this.zone = zone;
    this.delayNanos = line.delayNanos;
    this.nanosPerKilobyte = 1_000_000_000L / line.kilobytesPerSecond;
    this.trouble = trouble;
  }

  /** Packets with payload that were delivered or are on their way. */
  long dataPackets() {
    return dataPackets;
  }

  /** How many it has lost. */
  long lost() {
    return lost;
  }

  /** How many it has delivered behind later ones. */
  long late() {
    return late;
  }

  void send(OutgoingPacket packet, long now) {
    busyUntil = Math.max(now, busyUntil) + packet.length() * nanosPerKilobyte / 1000;
    long delay = delayNanos;
    if (packet.payloadCount() > 0) {
      if (isNext(trouble.lostEach)) {
        lost++;
        return;
      }
      if (isNext(trouble.lateEach)) {
        late++;
        delay += LATE_NANOS;
      }
      dataPackets++;
    }
    PacketBuffer copy = pool.acquire();
    if (packet.segmentSize() > 0) {
      // its checksum is left to the device that cuts it
      copy.checksum(Checksum.TRUSTED);
    }
    packet.copyTo(copy.bytes());
    copy.bytes().flip();
    add(copy, busyUntil + delay);
  }

  /** Hands over what has arrived. */
  void deliver(long now) {
    while (count > 0 && due[first] <= now) {
      PacketBuffer packet = packets[first];
      packets[first] = null;
      first = (first + 1) & (packets.length - 1);
      count--;
      to.input(zone, packet, now);
      packet.release();
    }
  }

  private boolean isNext(int each) {
    if (each == 0) {
      return false;
    }
    random ^= random << 13;
    random ^= random >>> 7;
    random ^= random << 17;
    return (random >>> 1) % each == 0;
  }

  /** In order of arrival, which is nearly that of sending. */
  private void add(PacketBuffer packet, long at) {
    if (count == packets.length) {
      grow();
    }
    int i = count++;
    for (; i > 0 && due[slot(i - 1)] > at; i--) {
      packets[slot(i)] = packets[slot(i - 1)];
      due[slot(i)] = due[slot(i - 1)];
    }
    packets[slot(i)] = packet;
    due[slot(i)] = at;
  }

  private int slot(int index) {
    return (first + index) & (packets.length - 1);
  }

  private void grow() {
    int size = packets.length;
    PacketBuffer[] longer = Arrays.copyOf(packets, 2 * size);
    long[] longerDue = Arrays.copyOf(due, 2 * size);
    for (int i = 0; i < size; i++) {
      longer[i] = packets[slot(i)];
      longerDue[i] = due[slot(i)];
    }
    packets = longer;
    due = longerDue;
    first = 0;
  }
}
