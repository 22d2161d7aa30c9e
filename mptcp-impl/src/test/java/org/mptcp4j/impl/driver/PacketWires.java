package org.mptcp4j.impl.driver;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.mptcp4j.engine.DeviceGroup;
import org.mptcp4j.engine.OutgoingPacket;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.engine.PacketDevice;
import org.mptcp4j.engine.PacketPool;

/** Wires between two device groups in memory: what one end sends, the other one receives. */
final class PacketWires {
  static final int MTU = 1500;
  private static final int QUEUED_PACKETS = 4000;

  private PacketWires() {}

  /** Two groups, joined by that many wires. */
  static Group[] pair(int wires) {
    Group left = new Group(wires);
    Group right = new Group(wires);
    for (int i = 0; i < wires; i++) {
      left.ends.get(i).peer = right.ends.get(i);
      right.ends.get(i).peer = left.ends.get(i);
    }
    return new Group[] {left, right};
  }

  static final class Group implements DeviceGroup {
    final List<End> ends = new ArrayList<>();
    final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicBoolean woken = new AtomicBoolean();
    private volatile Thread waiter;

    private Group(int wires) {
      for (int i = 0; i < wires; i++) {
        ends.add(new End(this, "wire" + i));
      }
    }

    @Override
    public List<PacketDevice> devices() {
      return List.copyOf(ends);
    }

    @Override
    public void await(long nanos) {
      waiter = Thread.currentThread();
      if (nanos > 0 && !woken.get() && ends.stream().allMatch(end -> end.inbox.isEmpty())) {
        LockSupport.parkNanos(this, nanos);
      }
      woken.set(false);
    }

    @Override
    public void wakeup() {
      woken.set(true);
      LockSupport.unpark(waiter);
    }

    @Override
    public void close() {
      closed.set(true);
    }
  }

  static final class End implements PacketDevice {
    final AtomicInteger passed = new AtomicInteger();
    private final Group group;
    private final String name;
    private final ConcurrentLinkedQueue<byte[]> inbox = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private volatile boolean broken;
    private volatile boolean cut;
    private End peer;

    private End(Group group, String name) {
      this.group = group;
      this.name = name;
    }

    /** From now on {@link #receive} fails, as where a device was removed. */
    void breakDown() {
      broken = true;
      group.wakeup();
    }

    /** From now on what is sent from here is lost. */
    void cut() {
      cut = true;
    }

    /** Puts a packet in as if the peer had sent it. */
    void inject(byte[] packet) {
      if (queued.incrementAndGet() > QUEUED_PACKETS) {
        queued.decrementAndGet();
        return;
      }
      inbox.add(packet);
      group.wakeup();
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public int mtu() {
      return MTU;
    }

    @Override
    public PacketBuffer receive(PacketPool pool) throws IOException {
      if (broken) {
        throw new IOException("removed");
      }
      byte[] packet = inbox.poll();
      if (packet == null) {
        return null;
      }
      queued.decrementAndGet();
      PacketBuffer buffer = pool.acquire();
      buffer.bytes().put(packet).flip();
      return buffer;
    }

    @Override
    public void pass(PacketBuffer packet) {
      passed.incrementAndGet();
    }

    @Override
    public void send(OutgoingPacket packet) {
      byte[] bytes = new byte[packet.length()];
      packet.copyTo(ByteBuffer.wrap(bytes));
      if (!cut && peer != null) {
        peer.inject(bytes);
      }
    }

    @Override
    public void close() {
      group.close();
    }
  }
}
