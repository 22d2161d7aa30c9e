package org.mptcp4j.examples.emulator;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import org.mptcp4j.engine.PacketPool;
import org.mptcp4j.tproxy.linux.tun.TunDevice;
import org.mptcp4j.tproxy.linux.tun.TunPoller;

/**
 * The simulator's link model in real time: one thread moves packets between the TUN devices of all
 * links, each when the model says that it arrives.
 */
public final class LinkEmulator implements Closeable {
  private static final int IDLE_BUFFERS = 4096;

  private final List<EmulatedLink> links;
  private final EmulatedDirection[] directions;
  private final TunPoller poller;
  private final PacketPool pool;
  private final Thread thread = new Thread(this::run, "link-emulator");
  private volatile boolean closed;
  private volatile IOException failure;

  /** Takes over {@code links} and starts. */
  public LinkEmulator(List<EmulatedLink> links) throws IOException {
    this.links = List.copyOf(links);
    this.directions =
        links.stream()
            .flatMap(link -> link.directions().stream())
            .toArray(EmulatedDirection[]::new);
    List<TunDevice> devices = links.stream().flatMap(link -> link.devices().stream()).toList();
    int largest = devices.stream().mapToInt(TunDevice::mtu).max().orElse(0);
    this.pool = new PacketPool(Math.max(largest, 2048), IDLE_BUFFERS);
    this.poller = new TunPoller(devices);
    thread.setDaemon(true);
    thread.start();
  }

  public List<EmulatedLink> links() {
    return links;
  }

  /**
   * Whether all is well.
   *
   * @throws IOException what ended the emulation
   */
  public void check() throws IOException {
    if (failure != null) {
      throw new IOException("the link emulator ended: " + failure.getMessage(), failure);
    }
  }

  private void run() {
    try {
      while (!closed) {
        turn();
      }
    } catch (ClosedChannelException e) {
      if (!closed) {
        failure = e;
      }
    } catch (IOException e) {
      failure = e;
    }
  }

  private void turn() throws IOException {
    boolean more = false;
    for (EmulatedDirection direction : directions) {
      more |= direction.takeIn(pool);
    }
    long next = Long.MAX_VALUE;
    long now = System.nanoTime();
    for (EmulatedDirection direction : directions) {
      direction.deliver(now);
      next = Math.min(next, direction.nextArrivalNanos());
    }
    if (!more) {
      poller.await(next == Long.MAX_VALUE ? next : next - System.nanoTime());
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    poller.close();
    links.forEach(EmulatedLink::close);
  }
}
