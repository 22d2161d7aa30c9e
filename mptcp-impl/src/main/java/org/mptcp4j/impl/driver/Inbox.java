package org.mptcp4j.impl.driver;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.impl.stack.Siblings.Handed;

/**
 * Packets that siblings received and this engine has the flows of. Each is a copy, since a device's
 * buffer stays with its thread. Siblings put, the engine's thread takes.
 */
final class Inbox {
  private final ConcurrentLinkedQueue<Handed> packets = new ConcurrentLinkedQueue<>();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicBoolean signalled = new AtomicBoolean();
  private final long mostBytes;
  private volatile Runnable wakeup = () -> {};

  /**
   * @param mostBytes of packets that wait
   */
  Inbox(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** Who is told that something waits, on a sibling's thread. */
  void onArrival(Runnable action) {
    wakeup = action;
  }

  /** Copies a packet, whose checksum was right, into here; false where there is no room. */
  boolean offer(int zone, PacketBuffer packet) {
    int length = packet.bytes().remaining();
    if (bytes.addAndGet(length) > mostBytes) {
      bytes.addAndGet(-length);
      return false;
    }
    packets.add(new Handed(zone, packet.copy().checksum(PacketBuffer.Checksum.TRUSTED)));
    if (signalled.compareAndSet(false, true)) {
      wakeup.run();
    }
    return true;
  }

  boolean isEmpty() {
    return packets.isEmpty();
  }

  /** From here on the next arrival is told of. */
  void rearm() {
    // a volatile read where nothing was told, as always without siblings
    if (signalled.get()) {
      signalled.set(false);
    }
  }

  /** The next packet, which the caller releases; or null. */
  Handed take() {
    Handed next = packets.poll();
    if (next != null) {
      bytes.addAndGet(-next.packet().bytes().remaining());
    }
    return next;
  }
}
