package org.mptcp4j.tproxy;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.mptcp4j.engine.Zone;

/** An operating system that packet devices can be opened on. Found with {@link ServiceLoader}. */
public interface PacketPlatform {
  /** A short name such as {@code linux-tun}. */
  String name();

  /** Why devices can't be opened here (one line for the user), or empty where they can. */
  Optional<String> unavailable();

  /**
   * Opens the devices and sets up what leads packets to them. Leftovers of a process that was
   * killed are removed first. All or nothing: where one fails, the others are closed again.
   *
   * @param specs at least one; no interface or device name twice
   * @param queues of each device, 1 to 64: {@link PlatformDevices#queues}
   * @return one device for each spec, in their order; closing it undoes everything
   * @throws IOException with one clear line that says which device and why
   */
  PlatformDevices open(List<DeviceSpec> specs, int queues) throws IOException;

  /** The same with one queue. */
  default PlatformDevices open(List<DeviceSpec> specs) throws IOException {
    return open(specs, 1);
  }

  /**
   * The prefixes that this machine's routes say lie behind an interface, default routes and
   * link-local prefixes left out: where a home gateway's hosts are.
   *
   * @throws IOException where there is no such interface
   */
  List<Zone.Prefix> prefixesBehind(String interfaceName) throws IOException;

  /**
   * The first platform on the class path or module path that is available here, or else the first.
   *
   * @throws IllegalStateException where there is none at all
   */
  static PacketPlatform load() {
    List<PacketPlatform> all =
        ServiceLoader.load(PacketPlatform.class).stream().map(ServiceLoader.Provider::get).toList();
    return all.stream()
        .filter(platform -> platform.unavailable().isEmpty())
        .findFirst()
        .or(() -> all.stream().findFirst())
        .orElseThrow(() -> new IllegalStateException("no PacketPlatform: add tproxy-linux"));
  }
}
