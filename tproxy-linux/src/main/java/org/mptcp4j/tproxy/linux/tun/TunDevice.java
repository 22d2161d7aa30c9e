package org.mptcp4j.tproxy.linux.tun;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import org.mptcp4j.engine.OutgoingPacket;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.engine.PacketDevice;
import org.mptcp4j.engine.PacketPool;
import org.mptcp4j.tproxy.linux.libc.Descriptor;
import org.mptcp4j.tproxy.linux.libc.Errno;
import org.mptcp4j.tproxy.linux.libc.SystemCalls;

/**
 * One TUN device, or one of its queues (Linux, Documentation/networking/tuntap.rst): what the
 * kernel routes to it is received here, and what is sent here comes into the kernel by it. One read
 * or write is one packet; with offload that may be a super-segment of up to 64 KiB, which the
 * kernel cuts, or never did cut, and which has no checksum yet.
 *
 * <p>The device lasts as long as this object is open, unless somebody made it persistent. It may be
 * moved to another network namespace: the descriptor stays attached.
 *
 * <p>Counters are written by the driver's thread alone; others may see them late.
 */
public final class TunDevice implements PacketDevice {
  private static final int LARGEST_PACKET = 65_535;
  private static final int STAGING_BYTES = VirtioHeader.BYTES + LARGEST_PACKET;

  private final SystemCalls calls = SystemCalls.get();
  private final Descriptor descriptor;
  private final String name;
  private final int mtu;
  private final int headroom;
  private final GatherVector vector = new GatherVector(calls);
  private final ByteBuffer staging = ByteBuffer.allocateDirect(STAGING_BYTES);
  private final long stagingAddress = calls.addressOf(staging);
  private long receivedPackets;
  private long sentPackets;
  private long droppedPackets;

  private TunDevice(Descriptor descriptor, String name, int mtu, boolean offload) {
    headroom = offload ? VirtioHeader.BYTES : 0;
    this.descriptor = descriptor;
    this.name = name;
    this.mtu = mtu;
  }

  /** Like {@link #open(String, int, boolean)}, without offload. */
  public static TunDevice open(String name, int mtu) throws IOException {
    return open(name, mtu, false);
  }

  /**
   * Attaches to the TUN device {@code name}, which is made where it is missing. It is neither up
   * nor has it an address then, and its MTU in the kernel is not touched.
   *
   * @param name 1 to 15 bytes
   * @param mtu the largest packet on the wire, in bytes
   * @param offload whether super-segments come and go, with checksums left to the kernel
   * @throws IOException with one clear line: no permission, no driver, a bad name, in use
   */
  public static TunDevice open(String name, int mtu, boolean offload) throws IOException {
    return openQueues(name, mtu, offload, 1).get(0);
  }

  /**
   * Like {@link #open(String, int, boolean)}, with several queues: the kernel gives a flow's
   * packets to the queue that sent its last one, and those of an unknown flow to one by their hash.
   *
   * @param count how many, 1 to 64
   * @return the queues, each to be driven by one thread and to be closed
   */
  public static List<TunDevice> openQueues(String name, int mtu, boolean offload, int count)
      throws IOException {
    List<TunDevice> queues = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        Descriptor descriptor = TunAttachment.attach(name, offload, count > 1);
        queues.add(new TunDevice(descriptor, name, mtu, offload));
      }
    } catch (IOException e) {
      queues.forEach(TunDevice::close);
      throw e;
    }
    return queues;
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
  public int maxPacketBytes() {
    return headroom > 0 ? LARGEST_PACKET : mtu;
  }

  @Override
  public int bufferBytes() {
    return headroom + maxPacketBytes();
  }

  @Override
  public PacketBuffer receive(PacketPool pool) throws IOException {
    if (pool.bufferBytes() < bufferBytes()) {
      // the kernel would cut off what does not fit, and say nothing
      throw new IllegalArgumentException(name + " needs buffers of " + bufferBytes() + " bytes");
    }
    PacketBuffer buffer = pool.acquire();
    ByteBuffer memory = buffer.bytes();
    long n = calls.read(descriptor.number(), calls.addressOf(memory), memory.capacity());
    if (n > headroom) {
      memory.position(headroom).limit((int) n);
      if (headroom > 0) {
        buffer.checksum(VirtioHeader.checksum(memory));
      }
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
    if (length > LARGEST_PACKET || descriptor.closed()) {
      droppedPackets++;
      return;
    }
    staging.clear();
    if (headroom > 0) {
      VirtioHeader.put(staging, packet);
    }
    ByteBuffer header = packet.header();
    int headBytes = headroom + header.remaining();
    if (vector.gather(stagingAddress, headBytes, packet)) {
      staging.put(header);
      try {
        count(
            calls.writev(descriptor.number(), vector.address(), vector.count()), headroom + length);
      } finally {
        Reference.reachabilityFence(packet);
      }
    } else {
      packet.copyTo(staging);
      count(calls.write(descriptor.number(), stagingAddress, headroom + length), headroom + length);
    }
  }

  /**
   * Sends a whole packet.
   *
   * @param packet from position to limit, which stay as they are
   */
  public void write(ByteBuffer packet) {
    int length = packet.remaining();
    if (length > LARGEST_PACKET || descriptor.closed()) {
      droppedPackets++;
    } else if (packet.isDirect() && headroom == 0) {
      write(packet, packet.position(), length);
    } else {
      staging.clear();
      if (headroom > 0) {
        VirtioHeader.putPlain(staging);
      }
      staging.put(packet.duplicate());
      write(staging, 0, headroom + length);
    }
  }

  /**
   * Gives back a packet that was {@linkplain #receive received} here: as it came, cut or not, with
   * a checksum or not.
   */
  public void giveBack(PacketBuffer packet) {
    ByteBuffer memory = packet.bytes();
    if (descriptor.closed()) {
      droppedPackets++;
    } else {
      // what the kernel said of it stands before it still
      write(memory, memory.position() - headroom, headroom + memory.remaining());
    }
  }

  private void write(ByteBuffer memory, int from, int length) {
    try {
      count(calls.write(descriptor.number(), calls.addressOf(memory) + from, length), length);
    } finally {
      Reference.reachabilityFence(memory);
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
