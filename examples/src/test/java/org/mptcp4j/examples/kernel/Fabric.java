package org.mptcp4j.examples.kernel;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.mptcp4j.engine.DeviceGroup;
import org.mptcp4j.engine.OutgoingPacket;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.engine.PacketDevice;
import org.mptcp4j.engine.PacketPool;
import org.mptcp4j.sim.link.LinkSpec;
import org.mptcp4j.sim.trace.PcapngWriter;
import org.mptcp4j.tproxy.linux.tun.TunDevice;
import org.mptcp4j.tproxy.linux.tun.TunPoller;

/**
 * The network of a case: the client has one access link for each path, and the server's addresses
 * are reached over each of them. A packet comes to whoever owns its destination, over the link of
 * the client's address or device. All packets are captured where they enter a link.
 *
 * <p>A kernel is attached by TUN devices, our engine directly: then its thread drives the network
 * too. Between two kernels a thread does.
 */
final class Fabric implements DeviceGroup {
  private static final int BATCH = 64;
  private static final int MTU = 1500;

  private final List<Wire> ups = new ArrayList<>();
  private final List<Wire> downs = new ArrayList<>();
  private final Port[][] ports;
  private final List<TunDevice> tuns = new ArrayList<>();
  private final List<PacketDevice> engineDevices = new ArrayList<>();
  private final PacketPool pool = new PacketPool(2048, 4096);
  private final PcapngWriter capture;
  private final long epochNanos;
  private TunPoller poller;
  private Thread thread;

  /** Where packets go: a kernel's TUN device, or the queue of our engine's device. */
  interface Port {
    /** Takes over the caller's reference. */
    void take(PacketBuffer packet);
  }

  /**
   * @param links one for each path
   * @param file of the capture
   */
  Fabric(List<LinkSpec> links, Path file) throws IOException {
    capture = new PcapngWriter(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16));
    epochNanos = System.currentTimeMillis() * 1_000_000 - System.nanoTime();
    ports = new Port[3][links.size() + 1];
    for (int i = 0; i < links.size(); i++) {
      ups.add(new Wire(links.get(i), 2L * i));
      downs.add(new Wire(links.get(i), 2L * i + 1));
      capture.addInterface("path" + (i + 1));
    }
  }

  int paths() {
    return ups.size();
  }

  /** Attaches a kernel's device. */
  void attach(int side, int path, TunDevice device) {
    tuns.add(device);
    ports[side][path] =
        packet -> {
          device.write(packet.bytes());
          packet.release();
        };
    int from = path;
    readers.add(() -> drain(side, from, device));
  }

  /** Attaches our engine: the device of that path, of those that {@link #devices} lists. */
  void attachEngine(int side, int path) {
    EngineDevice device = new EngineDevice(side, path);
    engineDevices.add(device);
    ports[side][path] = device;
  }

  /** Reads one TUN device. */
  private interface Reader {
    void run() throws IOException;
  }

  private final List<Reader> readers = new ArrayList<>();

  private void drain(int side, int path, TunDevice device) throws IOException {
    for (int i = 0; i < BATCH; i++) {
      PacketBuffer packet = device.receive(pool);
      if (packet == null) {
        return;
      }
      route(side, path, packet);
    }
  }

  /** Takes over the caller's reference. */
  private void route(int side, int path, PacketBuffer packet) throws IOException {
    int to = Plan.pathOf(packet.bytes());
    if (to < 1 || to > paths()) {
      packet.release(); // such as multicast
      return;
    }
    int link = side == Plan.CLIENT ? path : to;
    Wire wire = (side == Plan.CLIENT ? ups : downs).get(link - 1);
    PcapngWriter.Flow flow =
        side == Plan.CLIENT ? PcapngWriter.Flow.OUTBOUND : PcapngWriter.Flow.INBOUND;
    long now = System.nanoTime();
    capture.packet(link - 1, now + epochNanos, packet.bytes(), flow, null);
    wire.send(now, packet, ports[3 - side][to]);
  }

  /** All that is attached is; now it can run. */
  void ready() throws IOException {
    poller = new TunPoller(tuns);
  }

  /** Drives the network between two kernels until it is closed. */
  void runThread() {
    thread = new Thread(this::run, "fabric");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      while (true) {
        await(Long.MAX_VALUE);
      }
    } catch (ClosedChannelException e) {
      closeQuietly();
    } catch (IOException e) {
      System.getLogger("org.mptcp4j.examples").log(System.Logger.Level.ERROR, "the network", e);
      closeQuietly();
    }
  }

  private void step() throws IOException {
    for (Reader reader : readers) {
      reader.run();
    }
    long now = System.nanoTime();
    for (int i = 0; i < ups.size(); i++) {
      ups.get(i).deliver(now);
      downs.get(i).deliver(now);
    }
  }

  private long nextNanos() {
    long next = Long.MAX_VALUE;
    for (int i = 0; i < ups.size(); i++) {
      next = Math.min(next, Math.min(ups.get(i).nextNanos(), downs.get(i).nextNanos()));
    }
    return next;
  }

  Wire up(int path) {
    return ups.get(path - 1);
  }

  Wire down(int path) {
    return downs.get(path - 1);
  }

  /** Cuts a link both ways, or mends it. */
  void cut(int path, boolean value) {
    up(path).cut(value);
    down(path).cut(value);
  }

  @Override
  public List<PacketDevice> devices() {
    return List.copyOf(engineDevices);
  }

  @Override
  public void await(long nanos) throws IOException {
    step();
    boolean waiting = false;
    for (PacketDevice device : engineDevices) {
      waiting |= !((EngineDevice) device).queue.isEmpty();
    }
    long next = nextNanos();
    long untilNext = next == Long.MAX_VALUE ? next : Math.max(0, next - System.nanoTime());
    poller.await(waiting ? 0 : Math.min(nanos, untilNext));
    step();
  }

  @Override
  public void wakeup() {
    poller.wakeup();
  }

  /** By the thread that drives it; {@link #stop} is for others. */
  @Override
  public void close() throws IOException {
    if (poller != null) {
      poller.close();
    }
    for (TunDevice device : tuns) {
      device.close();
    }
    capture.close();
  }

  /** Ends the thread between two kernels, and waits for it; or closes what no thread drives. */
  void stop() throws IOException {
    if (thread == null) {
      close();
      return;
    }
    poller.close();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeQuietly() {
    try {
      close();
    } catch (IOException e) {
      System.getLogger("org.mptcp4j.examples").log(System.Logger.Level.ERROR, "the capture", e);
    }
  }

  /** A device of our engine. */
  private final class EngineDevice implements PacketDevice, Port {
    private final int side;
    private final int path;
    private final ArrayDeque<PacketBuffer> queue = new ArrayDeque<>();

    EngineDevice(int side, int path) {
      this.side = side;
      this.path = path;
    }

    @Override
    public void take(PacketBuffer packet) {
      queue.add(packet);
    }

    @Override
    public String name() {
      return "path" + path;
    }

    @Override
    public int mtu() {
      return MTU;
    }

    @Override
    public PacketBuffer receive(PacketPool enginePool) {
      return queue.poll();
    }

    @Override
    public void send(OutgoingPacket packet) {
      PacketBuffer copy = pool.acquire();
      ByteBuffer bytes = copy.bytes();
      packet.copyTo(bytes);
      bytes.flip();
      try {
        route(side, path, copy);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException("the capture", e);
      }
    }

    @Override
    public void close() {
      queue.forEach(PacketBuffer::release);
      queue.clear();
    }
  }
}
