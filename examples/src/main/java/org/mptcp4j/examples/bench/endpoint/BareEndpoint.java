package org.mptcp4j.examples.bench.endpoint;

import java.io.IOException;
import java.util.List;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.engine.PacketDevice;
import org.mptcp4j.engine.PacketPool;
import org.mptcp4j.tproxy.HostDevice;
import org.mptcp4j.tproxy.PacketPlatform;
import org.mptcp4j.tproxy.PlatformDevices;

/**
 * A minimal TCP endpoint on a TUN device with offload, a sink and a source like those of {@link
 * EngineEndpoint}: a loop that reads super-segments and writes them, one connection at a time, IPv4
 * alone. No application takes the bytes of the sink or makes those of the source, there are no
 * congestion control, options, checks and timers but one. What the same loop and the same device
 * carry with a protocol engine in between can be no more.
 */
public final class BareEndpoint {
  /** So many packets are taken in before they are answered together. */
  private static final int BATCH = 16;

  private static final int IDLE_BUFFERS = 4;

  private BareEndpoint() {}

  /**
   * Serves until the process is ended.
   *
   * @param arguments a device, as {@link HostDevice#parse} reads it
   */
  public static void main(String[] arguments) throws IOException {
    PacketPlatform platform = PacketPlatform.load();
    try (PlatformDevices devices = platform.open(List.of(HostDevice.parse(arguments[0])))) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> close(devices)));
      System.out.println("ready endpoint");
      serve(devices);
    }
  }

  private static void close(PlatformDevices devices) {
    try {
      devices.close();
    } catch (IOException e) {
      System.out.println(e.getMessage());
    }
  }

  private static void serve(PlatformDevices devices) throws IOException {
    PacketDevice device = devices.devices().get(0);
    PacketPool pool = new PacketPool(device.bufferBytes(), IDLE_BUFFERS);
    BareConnection connection = new BareConnection(device);
    while (true) {
      boolean idle = !takeIn(device, pool, connection);
      connection.answer();
      if (idle) {
        devices.await(connection.patienceNanos());
        connection.waited(System.nanoTime());
      }
    }
  }

  private static boolean takeIn(PacketDevice device, PacketPool pool, BareConnection connection)
      throws IOException {
    for (int i = 0; i < BATCH; i++) {
      PacketBuffer packet = device.receive(pool);
      if (packet == null) {
        return i > 0;
      }
      connection.take(packet.bytes());
      packet.release();
    }
    return true;
  }
}
