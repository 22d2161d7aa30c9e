package org.mptcp4j.conformance.wire;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.mptcp4j.engine.OutgoingPacket;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.engine.PacketDevice;
import org.mptcp4j.engine.PacketPool;
import org.mptcp4j.engine.Zone;
import org.mptcp4j.tproxy.HostDevice;
import org.mptcp4j.tproxy.PacketPlatform;
import org.mptcp4j.tproxy.PlatformDevices;

/**
 * A TUN device that many cases share, each with addresses of its own out of the device's prefixes:
 * a {@link Wire} for each. One thread reads the device and hands packets out by destination.
 */
@SuppressWarnings("ArrayRecordComponent")
public final class DeviceSwitch implements Closeable {
  private static final int ADDRESSES_PER_WIRE = 4;
  private static final int PACKET_BYTES = 65_536;

  private final HostDevice spec;
  private final PlatformDevices devices;
  private final PacketDevice device;
  private final Map<InetAddress, BlockingQueue<byte[]>> inboxes = new ConcurrentHashMap<>();
  private final PacketPool pool = new PacketPool(PACKET_BYTES, 64);
  private final Thread reader;
  private volatile boolean closed;

  private DeviceSwitch(HostDevice spec, PlatformDevices devices) {
    this.spec = spec;
    this.devices = devices;
    device = devices.devices().get(0);
    reader = new Thread(this::read, "conformance-switch");
    reader.setDaemon(true);
  }

  /**
   * Opens the device; the first address of each family is the first one of wire 0.
   *
   * @throws IOException with one line that says why it can't be done
   */
  public static DeviceSwitch open(HostDevice spec) throws IOException {
    PacketPlatform platform = PacketPlatform.load();
    if (platform.unavailable().isPresent()) {
      throw new IOException(platform.unavailable().get());
    }
    DeviceSwitch result = new DeviceSwitch(spec, platform.open(List.of(spec)));
    result.reader.start();
    return result;
  }

  /** The wire of that number, from 0, with addresses of its own. */
  public Wire wire(int number) {
    return new DeviceWire(number);
  }

  /** Whether its device has an address of that family. */
  public boolean has(boolean v6) {
    return spec.addresses().stream().anyMatch(p -> isV6(p) == v6);
  }

  private static boolean isV6(Zone.Prefix prefix) {
    return prefix.address().getAddress().length == 16;
  }

  private InetAddress address(boolean v6, int offset) {
    Zone.Prefix first =
        spec.addresses().stream()
            .filter(p -> isV6(p) == v6)
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("the device lacks such an address"));
    byte[] bytes = first.address().getAddress();
    byte[] sum = new BigInteger(1, bytes).add(BigInteger.valueOf(offset)).toByteArray();
    byte[] result = new byte[bytes.length];
    int length = Math.min(sum.length, result.length);
    System.arraycopy(sum, sum.length - length, result, result.length - length, length);
    try {
      InetAddress address = InetAddress.getByAddress(result);
      if (!first.contains(address)) {
        throw new IllegalArgumentException(first + " has too few addresses");
      }
      return address;
    } catch (UnknownHostException e) {
      throw new IllegalStateException("as long as the first one", e);
    }
  }

  private void read() {
    try {
      while (!closed) {
        PacketBuffer packet = device.receive(pool);
        if (packet == null) {
          devices.await(TimeUnit.SECONDS.toNanos(1));
        } else {
          handOut(packet.bytes());
          packet.release();
        }
      }
    } catch (IOException e) {
      if (!closed) {
        System.getLogger("org.mptcp4j.conformance").log(System.Logger.Level.ERROR, "device", e);
      }
    }
  }

  private void handOut(ByteBuffer packet) {
    byte[] bytes = new byte[packet.remaining()];
    packet.duplicate().get(bytes);
    boolean v6 = bytes.length >= 40 && bytes[0] >> 4 == 6;
    if (bytes.length < 20) {
      return;
    }
    byte[] to = v6 ? Arrays.copyOfRange(bytes, 24, 40) : Arrays.copyOfRange(bytes, 16, 20);
    try {
      BlockingQueue<byte[]> inbox = inboxes.get(InetAddress.getByAddress(to));
      if (inbox != null) {
        inbox.add(bytes);
      }
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 or 16 bytes are an address", e);
    }
  }

  private synchronized void write(byte[] packet) throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
    device.send(new Plain(packet));
  }

  @Override
  public void close() throws IOException {
    closed = true;
    devices.wakeup();
    try {
      reader.join(TimeUnit.SECONDS.toMillis(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    devices.close();
  }

  private final class DeviceWire implements Wire {
    private final BlockingQueue<byte[]> inbox = new LinkedBlockingQueue<>();
    private final int firstOffset;

    DeviceWire(int number) {
      firstOffset = number * ADDRESSES_PER_WIRE;
      for (boolean v6 : new boolean[] {false, true}) {
        for (int i = 0; has(v6) && i < ADDRESSES_PER_WIRE; i++) {
          inboxes.put(address(v6, i), inbox);
        }
      }
    }

    @Override
    public long nowNanos() {
      return System.nanoTime();
    }

    @Override
    public void send(byte[] packet) throws IOException {
      write(packet);
    }

    @Override
    public byte[] receive(long untilNanos) throws IOException {
      try {
        return inbox.poll(Math.max(0, untilNanos - nowNanos()), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted");
      }
    }

    @Override
    public InetAddress address(boolean v6, int index) {
      return DeviceSwitch.this.address(v6, firstOffset + index);
    }

    @Override
    public void close() {
      inboxes.values().removeIf(each -> each == inbox);
    }
  }

  /** A packet as a device takes it. */
  private record Plain(byte[] bytes) implements OutgoingPacket {
    @Override
    public Zone zone() {
      return null;
    }

    @Override
    public ByteBuffer header() {
      return ByteBuffer.wrap(bytes);
    }

    @Override
    public int payloadCount() {
      return 0;
    }

    @Override
    public ByteBuffer payload(int index) {
      throw new IndexOutOfBoundsException(index);
    }

    @Override
    public int length() {
      return bytes.length;
    }

    @Override
    public int segmentSize() {
      return 0;
    }
  }
}
