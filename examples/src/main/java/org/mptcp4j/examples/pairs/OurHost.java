package org.mptcp4j.examples.pairs;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.mptcp4j.MptcpStack;
import org.mptcp4j.engine.EngineOptions;
import org.mptcp4j.engine.EngineProvider;
import org.mptcp4j.engine.Zone;
import org.mptcp4j.examples.namespace.Namespaces;
import org.mptcp4j.tproxy.linux.tun.TunDevice;
import org.mptcp4j.tproxy.linux.tun.TunGroup;

/**
 * A stack of ours in a namespace: the engine runs in this process, behind a TUN device there for
 * each of its addresses, and the kernel forwards between these and the links.
 */
public final class OurHost implements Closeable {
  private final MptcpStack stack;

  private OurHost(MptcpStack stack) {
    this.stack = stack;
  }

  /**
   * Opens the devices and starts a stack on them.
   *
   * @param seed of sequence numbers and ports
   */
  public static OurHost open(
      Namespaces namespaces, String namespace, List<Face> faces, int mtu, long seed)
      throws IOException {
    List<TunDevice> devices = new ArrayList<>();
    List<Zone> zones = new ArrayList<>();
    try {
      for (Face face : faces) {
        String birthName = Namespaces.birthName();
        devices.add(TunDevice.open(birthName, mtu));
        namespaces.move(birthName, namespace, face.device, mtu);
        namespaces.batch(
            namespace, List.of("route add " + face.address + "/32 dev " + face.device));
        List<Zone.Prefix> prefixes = List.of(Zone.Prefix.parse(face.address));
        zones.add(Zone.host(zones.size(), face.device, mtu, prefixes));
      }
      EngineOptions options = EngineOptions.of(zones, new SplittableRandom(seed)::nextLong);
      return new OurHost(EngineProvider.load().newStack(options, new TunGroup(devices, devices)));
    } catch (IOException | RuntimeException e) {
      devices.forEach(TunDevice::close);
      throw e;
    }
  }

  /** Its stack, which ends with it. */
  public MptcpStack stack() {
    return stack;
  }

  @Override
  public void close() {
    stack.close();
  }

  /**
   * A device of the host.
   *
   * @param device its name in the namespace
   * @param address the host's, an IPv4 address
   */
  public record Face(String device, String address) {}
}
