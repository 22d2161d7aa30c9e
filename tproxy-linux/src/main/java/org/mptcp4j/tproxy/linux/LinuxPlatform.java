package org.mptcp4j.tproxy.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mptcp4j.engine.DeviceGroup;
import org.mptcp4j.engine.PacketDevice;
import org.mptcp4j.engine.Zone;
import org.mptcp4j.tproxy.DeviceSpec;
import org.mptcp4j.tproxy.Diversion;
import org.mptcp4j.tproxy.HostDevice;
import org.mptcp4j.tproxy.PacketPlatform;
import org.mptcp4j.tproxy.PlatformDevices;
import org.mptcp4j.tproxy.linux.route.DivertedInterface;
import org.mptcp4j.tproxy.linux.route.Forwarding;
import org.mptcp4j.tproxy.linux.route.HostInterface;
import org.mptcp4j.tproxy.linux.route.InterfaceRoutes;
import org.mptcp4j.tproxy.linux.route.IpCommand;
import org.mptcp4j.tproxy.linux.route.NetworkInterfaceFacts;
import org.mptcp4j.tproxy.linux.route.OwnRules;
import org.mptcp4j.tproxy.linux.route.Undo;
import org.mptcp4j.tproxy.linux.tun.TunDevice;
import org.mptcp4j.tproxy.linux.tun.TunGroup;

/** TUN devices and policy routing, in the network namespace of this process. */
public final class LinuxPlatform implements PacketPlatform {
  private static final int MOST_QUEUES = 64;
  private static final Path TUN_DRIVER = Path.of("/dev/net/tun");

  /** For {@link java.util.ServiceLoader}. */
  public LinuxPlatform() {}

  @Override
  public String name() {
    return "linux-tun";
  }

  @Override
  public Optional<String> unavailable() {
    if (!System.getProperty("os.name").equals("Linux")) {
      return Optional.of("TUN devices need Linux; this is " + System.getProperty("os.name"));
    }
    if (!Files.exists(TUN_DRIVER)) {
      return Optional.of(TUN_DRIVER + " is missing");
    }
    try {
      IpCommand.find();
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e.getMessage());
    }
  }

  @Override
  public PlatformDevices open(List<DeviceSpec> specs, int queues) throws IOException {
    if (queues < 1 || queues > MOST_QUEUES) {
      throw new IOException(queues + " queues; a device has 1 to " + MOST_QUEUES);
    }
    Optional<String> problem = unavailable();
    if (problem.isPresent()) {
      throw new IOException(problem.get());
    }
    requireDistinct(specs);
    Undo undo = new Undo();
    try {
      return openAll(specs, queues, undo);
    } catch (IOException e) {
      throw undo.after(e);
    }
  }

  @Override
  public List<Zone.Prefix> prefixesBehind(String interfaceName) throws IOException {
    return InterfaceRoutes.prefixes(IpCommand.find(), interfaceName);
  }

  private static PlatformDevices openAll(List<DeviceSpec> specs, int queues, Undo undo)
      throws IOException {
    IpCommand ip = IpCommand.find();
    List<String> actions = new ArrayList<>();
    prepareGateway(ip, specs, actions, undo);
    List<List<TunDevice>> tuns = new ArrayList<>();
    int diversions = 0;
    for (DeviceSpec spec : specs) {
      if (spec instanceof Diversion diversion) {
        tuns.add(DivertedInterface.open(ip, diversion, diversions++, queues, actions, undo));
      } else if (spec instanceof HostDevice host) {
        tuns.add(HostInterface.open(ip, host, queues, actions, undo));
      }
    }
    List<DeviceGroup> groups = new ArrayList<>();
    for (int i = 0; i < queues; i++) {
      int queue = i;
      TunGroup group = group(specs, tuns.stream().map(each -> each.get(queue)).toList());
      undo.add(group::close);
      groups.add(group);
    }
    return new LinuxDevices(groups, actions, undo);
  }

  private static TunGroup group(List<DeviceSpec> specs, List<TunDevice> tuns) throws IOException {
    List<PacketDevice> devices = new ArrayList<>();
    for (int i = 0; i < tuns.size(); i++) {
      boolean diverted = specs.get(i) instanceof Diversion;
      devices.add(diverted ? new DivertedDevice(tuns.get(i)) : tuns.get(i));
    }
    return new TunGroup(devices, tuns);
  }

  private static void prepareGateway(
      IpCommand ip, List<DeviceSpec> specs, List<String> actions, Undo undo) throws IOException {
    List<String> diverted =
        specs.stream().filter(Diversion.class::isInstance).map(DeviceSpec::name).toList();
    if (diverted.isEmpty()) {
      return;
    }
    for (String name : diverted) {
      NetworkInterfaceFacts.of(ip, name);
    }
    OwnRules.removeLeftovers(ip, actions);
    undo.add(() -> OwnRules.remove(ip));
    Forwarding.enable(ip, diverted, actions);
    Forwarding.relaxReversePathFilter(actions, undo);
  }

  private static void requireDistinct(List<DeviceSpec> specs) throws IOException {
    Set<String> names = new HashSet<>();
    for (DeviceSpec spec : specs) {
      if (!names.add(spec.name())) {
        throw new IOException("device " + spec.name() + " is named twice");
      }
    }
    if (names.isEmpty()) {
      throw new IOException("no device is named");
    }
  }
}
