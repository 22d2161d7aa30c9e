package org.mptcp4j.tproxy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mptcp4j.engine.Zone;

/**
 * A TUN device with a host of ours behind it; the operating system is its neighbour. Made where it
 * is missing, used where it exists and is free. Where the operating system has no address in one of
 * the prefixes, it is given the first that is free there.
 *
 * @param name of the device, such as {@code tun0}
 * @param addresses ours, each with the prefix of the link; at least one
 * @param mtu in bytes, 576 to 65,535 (IPv6: at least 1280)
 * @param offload see {@link DeviceSpec#offload}
 */
public record HostDevice(String name, List<Zone.Prefix> addresses, int mtu, boolean offload)
    implements DeviceSpec {
  public static final int DEFAULT_MTU = 1500;

  public HostDevice {
    addresses = List.copyOf(addresses);
    if (name.isEmpty() || addresses.isEmpty()) {
      throw new IllegalArgumentException("a device needs a name and an address");
    }
    boolean v6 = addresses.stream().anyMatch(a -> a.address().getAddress().length == 16);
    if (mtu < (v6 ? 1280 : 576) || mtu > 65_535) {
      throw new IllegalArgumentException("mtu " + mtu + " of device " + name);
    }
  }

  /**
   * Parses {@code NAME=PREFIX[,PREFIX...][,mtu=N][,offload=off]}, such as {@code
   * tun0=10.9.1.2/24,fd00:9:1::2/64}.
   *
   * @throws IllegalArgumentException with one line that says what is wrong
   */
  public static HostDevice parse(String text) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw new IllegalArgumentException("not NAME=ADDRESS/LENGTH: " + text);
    }
    List<Zone.Prefix> addresses = new ArrayList<>();
    int mtu = DEFAULT_MTU;
    boolean offload = true;
    for (String part : text.substring(equals + 1).split(",", -1)) {
      if (part.startsWith("mtu=")) {
        mtu = parseMtu(part.substring(4));
      } else if (part.equals("offload=on") || part.equals("offload=off")) {
        offload = part.endsWith("on");
      } else if (part.indexOf('/') < 0) {
        throw new IllegalArgumentException("no prefix length: " + part + " in " + text);
      } else {
        addresses.add(Zone.Prefix.parse(part));
      }
    }
    return new HostDevice(text.substring(0, equals), addresses, mtu, offload);
  }

  /** This device without offload. */
  public HostDevice withoutOffload() {
    return new HostDevice(name, addresses, mtu, false);
  }

  /** Parses each; those with the same name become one device with all of the addresses. */
  public static List<HostDevice> parseAll(List<String> texts) {
    Map<String, HostDevice> byName = new LinkedHashMap<>();
    for (String text : texts) {
      HostDevice device = parse(text);
      byName.merge(device.name(), device, HostDevice::join);
    }
    return List.copyOf(byName.values());
  }

  private HostDevice join(HostDevice other) {
    List<Zone.Prefix> all = new ArrayList<>(addresses);
    all.addAll(other.addresses);
    return new HostDevice(name, all, Math.min(mtu, other.mtu), offload && other.offload);
  }

  private static int parseMtu(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not an mtu: " + text, e);
    }
  }
}
