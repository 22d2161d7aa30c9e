package org.mptcp4j.tproxy.linux.tun;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import org.mptcp4j.engine.OutgoingPacket;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.engine.PacketDevice;
import org.mptcp4j.engine.PacketPool;
import org.mptcp4j.tproxy.linux.libc.Descriptor;
import org.mptcp4j.tproxy.linux.libc.Errno;
import org.mptcp4j.tproxy.linux.libc.SystemCalls;

/**
 * One TUN device (Linux, Documentation/networking/tuntap.rst): what the kernel routes to it is
 * received here, and what is sent here comes into the kernel by it. One read or write is one
 * packet.
 *
 * <p>The device lasts as long as this object is open, unless somebody made it persistent. It may be
 * moved to another network namespace: the descriptor stays attached.
 *
 * <p>Counters are written by the driver's thread alone; others may see them late.
 */
public final class TunDevice implements PacketDevice {
  private static final int STAGING_BYTES = 65_536;

  private final SystemCalls calls = SystemCalls.get();
  private final Descriptor descriptor;
  private final String name;
  private final int mtu;
  private final GatherVector vector = new GatherVector(calls);
  private final ByteBuffer staging = ByteBuffer.allocateDirect(STAGING_BYTES);
  private final long stagingAddress = calls.addressOf(staging);
  private long receivedPackets;
  private long sentPackets;
  private long droppedPackets;

  private TunDevice(Descriptor descriptor, String name, int mtu) {
    this.descriptor = descriptor;
    this.name = name;
    this.mtu = mtu;
  }

  /**
   * Attaches to the TUN device {@code name}, which is made where it is missing. It is neither up
   * nor has it an address then, and its MTU in the kernel is not touched.
   *
   * @param name 1 to 15 bytes
   * @param mtu the largest packet that is sent, in bytes
   * @throws IOException with one clear line: no permission, no driver, a bad name, in use
   */
  public static TunDevice open(String name, int mtu) throws IOException {
    return new TunDevice(TunAttachment.attach(name), name, mtu);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int mtu() {
    return mtu;
  }

  @Override
  public PacketBuffer receive(PacketPool pool) throws IOException {
    PacketBuffer buffer = pool.acquire();
    ByteBuffer memory = buffer.bytes();
    long n = calls.read(descriptor.number(), calls.addressOf(memory), memory.capacity());
    if (n > 0) {
      memory.position(0).limit((int) n);
      receivedPackets++;
      return buffer;
    }
    buffer.release();
    requireOpen();
    if (n != -Errno.EBADFD && n != -Errno.ENODEV && n != -Errno.ENXIO) {
      return null; // none waits, or no memory at the moment, or the device is down
    }
    throw new IOException(name + ": " + Errno.text((int) -n));
  }

  @Override
  public void send(OutgoingPacket packet) {
    int length = packet.length();
    if (length > STAGING_BYTES || descriptor.closed()) {
      droppedPackets++;
      return;
    }
    if (vector.gather(packet)) {
      try {
        count(calls.writev(descriptor.number(), vector.address(), vector.count()), length);
      } finally {
        Reference.reachabilityFence(packet);
      }
    } else {
      staging.clear();
      packet.copyTo(staging);
      count(calls.write(descriptor.number(), stagingAddress, length), length);
    }
  }

  /**
   * Sends a whole packet.
   *
   * @param packet from position to limit, which stay as they are
   */
  public void write(ByteBuffer packet) {
    int length = packet.remaining();
    if (length > STAGING_BYTES || descriptor.closed()) {
      droppedPackets++;
      return;
    }
    long address = stagingAddress;
    if (packet.isDirect()) {
      address = calls.addressOf(packet) + packet.position();
    } else {
      staging.clear().put(packet.duplicate());
    }
    try {
      count(calls.write(descriptor.number(), address, length), length);
    } finally {
      Reference.reachabilityFence(packet);
    }
  }

  /** Packets that came out of the kernel. */
  public long receivedPackets() {
    return receivedPackets;
  }

  /** Packets that the kernel took. */
  public long sentPackets() {
    return sentPackets;
  }

  /** Packets that the kernel did not take: the device is down or closed, no memory, no IP. */
  public long droppedPackets() {
    return droppedPackets;
  }

  @Override
  public void close() {
    descriptor.close();
  }

  int number() {
    return descriptor.number();
  }

  boolean closed() {
    return descriptor.closed();
  }

  private void count(long written, int length) {
    if (written == length) {
      sentPackets++;
    } else {
      droppedPackets++;
    }
  }

  private void requireOpen() throws IOException {
    if (descriptor.closed()) {
      throw new ClosedChannelException();
    }
  }
}
