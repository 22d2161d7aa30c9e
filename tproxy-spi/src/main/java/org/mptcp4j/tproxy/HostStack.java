package org.mptcp4j.tproxy;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mptcp4j.MptcpStack;
import org.mptcp4j.engine.EngineOptions;
import org.mptcp4j.engine.EngineProvider;
import org.mptcp4j.engine.PacketDevice;
import org.mptcp4j.engine.Zone;

/**
 * A stack of one's own on TUN devices, one for each path.
 *
 * <pre>{@code
 * List<HostDevice> paths =
 *     List.of(HostDevice.parse("tun0=10.9.1.2/24"), HostDevice.parse("tun1=10.9.2.2/24"));
 * try (MptcpStack stack = HostStack.open(paths);
 *     MptcpConnection connection = stack.connect(server, ConnectionOptions.defaults())) {
 *   ...
 * }
 * }</pre>
 */
public final class HostStack {
  private HostStack() {}

  /**
   * Opens the devices and starts a stack on them; closing it closes them.
   *
   * @param paths at least one; the first is used where no prefix holds a peer's address
   * @throws IOException with one line that says why it can't be done
   */
  public static MptcpStack open(List<HostDevice> paths) throws IOException {
    PacketPlatform platform = PacketPlatform.load();
    Optional<String> unavailable = platform.unavailable();
    if (unavailable.isPresent()) {
      throw new IOException(unavailable.get());
    }
    PlatformDevices devices = platform.open(List.copyOf(paths));
    try {
      EngineOptions options =
          EngineOptions.of(zones(paths, devices.devices()), new SecureRandom()::nextLong);
      return EngineProvider.load().newStack(options, devices);
    } catch (RuntimeException e) {
      devices.close();
      throw e;
    }
  }

  private static List<Zone> zones(List<HostDevice> paths, List<PacketDevice> devices) {
    List<Zone> zones = new ArrayList<>();
    for (int i = 0; i < paths.size(); i++) {
      HostDevice path = paths.get(i);
      PacketDevice device = devices.get(i);
      zones.add(
          new Zone(i, path.name(), device.mtu(), device.maxPacketBytes(), path.addresses(), false));
    }
    return zones;
  }
}
