package org.mptcp4j.examples.host;

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
import org.mptcp4j.tproxy.HostDevice;
import org.mptcp4j.tproxy.PacketPlatform;
import org.mptcp4j.tproxy.PlatformDevices;

/** Puts a stack on TUN devices. */
final class EndHost {
  private EndHost() {}

  /**
   * Opens the devices and starts a stack on them; closing it closes them.
   *
   * @throws IOException with one line that says why it can't be done
   */
  static MptcpStack open(List<HostDevice> specs) throws IOException {
    PacketPlatform platform = PacketPlatform.load();
    Optional<String> unavailable = platform.unavailable();
    if (unavailable.isPresent()) {
      throw new IOException(unavailable.get());
    }
    PlatformDevices devices = platform.open(List.copyOf(specs));
    try {
      EngineOptions options =
          EngineOptions.of(zones(specs, devices.devices()), new SecureRandom()::nextLong);
      return EngineProvider.load().newStack(options, devices);
    } catch (RuntimeException e) {
      devices.close();
      throw e;
    }
  }

  private static List<Zone> zones(List<HostDevice> specs, List<PacketDevice> devices) {
    List<Zone> zones = new ArrayList<>();
    for (int i = 0; i < specs.size(); i++) {
      HostDevice spec = specs.get(i);
      PacketDevice device = devices.get(i);
      zones.add(
          new Zone(i, spec.name(), device.mtu(), device.maxPacketBytes(), spec.addresses(), false));
    }
    return zones;
  }
}
