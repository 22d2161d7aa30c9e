package org.mptcp4j.examples.compare;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import org.mptcp4j.MptcpStack;
import org.mptcp4j.engine.DeviceGroup;
import org.mptcp4j.engine.EngineOptions;
import org.mptcp4j.engine.EngineProvider;
import org.mptcp4j.engine.PacketDevice;
import org.mptcp4j.engine.Zone;
import org.mptcp4j.examples.namespace.Namespaces;
import org.mptcp4j.tproxy.linux.tun.TunDevice;
import org.mptcp4j.tproxy.linux.tun.TunPoller;

/**
 * A stack of ours in a namespace: the engine runs in this process, behind a TUN device there, and
 * the kernel forwards between that and the link.
 */
final class OurHost implements Closeable {
  private final MptcpStack stack;

  private OurHost(MptcpStack stack) {
    this.stack = stack;
  }

  /**
   * @param place where the device is made and what it is called there
   * @param address ours, an IPv4 address
   * @param seed of sequence numbers and ports
   */
  static OurHost open(Namespaces namespaces, DevicePlace place, String address, int mtu, long seed)
      throws IOException {
    TunDevice device = TunDevice.open(place.birthName(), mtu);
    try {
      namespaces.move(place.birthName(), place.namespace(), place.name(), mtu);
      namespaces.batch(
          place.namespace(), List.of("route add " + address + "/32 dev " + place.name()));
      Zone zone = Zone.host(0, place.name(), mtu, List.of(Zone.Prefix.parse(address)));
      EngineOptions options = EngineOptions.of(List.of(zone), new SplittableRandom(seed)::nextLong);
      return new OurHost(
          EngineProvider.load()
              .newStack(options, new Devices(device, new TunPoller(List.of(device)))));
    } catch (IOException | RuntimeException e) {
      device.close();
      throw e;
    }
  }

  MptcpStack stack() {
    return stack;
  }

  @Override
  public void close() {
    stack.close();
  }

  /**
   * A device that is made in the namespace of this process and moved.
   *
   * @param birthName unique on this machine while the device is not yet moved
   * @param namespace where it goes
   * @param name what it is called there
   */
  record DevicePlace(String birthName, String namespace, String name) {}

  /** The only device of a host. */
  private record Devices(TunDevice device, TunPoller poller) implements DeviceGroup {
    @Override
    public List<PacketDevice> devices() {
      return List.of(device);
    }

    @Override
    public void await(long nanos) throws IOException {
      poller.await(nanos);
    }

    @Override
    public void wakeup() {
      poller.wakeup();
    }

    @Override
    public void close() {
      poller.close();
      device.close();
    }
  }
}
