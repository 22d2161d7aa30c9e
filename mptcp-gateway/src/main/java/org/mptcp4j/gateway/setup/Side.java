package org.mptcp4j.gateway.setup;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.mptcp4j.engine.DeviceGroup;
import org.mptcp4j.engine.PacketDevice;
import org.mptcp4j.engine.Zone;
import org.mptcp4j.tproxy.DeviceSpec;
import org.mptcp4j.tproxy.Diversion;

/**
 * An interface of the machine as a side of a gateway.
 *
 * @param name of its zone, such as {@code dsl}; unique in a gateway
 * @param interfaceName such as {@code wan1}; unique in a gateway
 * @param addresses at which the gateway itself takes part (HCPE@2, HAG@2)
 * @param nextHops routers on that interface, one per family at most; empty for the machine's routes
 * @param forwarded which forwarded TCP the gateway gets to see
 * @param offload whether super-segments cross the interface's device: {@link DeviceSpec#offload}
 */
public record Side(
    String name,
    String interfaceName,
    List<Zone.Prefix> addresses,
    List<InetAddress> nextHops,
    List<Diversion.Selector> forwarded,
    boolean offload) {

  public Side {
    addresses = List.copyOf(addresses);
    nextHops = List.copyOf(nextHops);
    forwarded = List.copyOf(forwarded);
  }

  Side forwarding(List<Diversion.Selector> selectors) {
    return new Side(name, interfaceName, addresses, nextHops, selectors, offload);
  }

  /** What the platform has to open, in order. */
  public static List<DeviceSpec> specs(List<Side> sides) {
    List<DeviceSpec> specs = new ArrayList<>();
    for (Side side : sides) {
      List<InetAddress> own = side.addresses.stream().map(Zone.Prefix::address).toList();
      specs.add(
          new Diversion(side.interfaceName, side.forwarded, own, side.nextHops, side.offload));
    }
    return specs;
  }

  /**
   * The zones of the opened devices, in order. All are transparent: what comes to an own address
   * and belongs to no connection of the gateway may belong to one of the machine.
   *
   * @param devices one for each side
   */
  public static List<Zone> zones(List<Side> sides, DeviceGroup devices) {
    List<Zone> zones = new ArrayList<>();
    for (Side side : sides) {
      int index = zones.size();
      PacketDevice device = devices.devices().get(index);
      zones.add(
          new Zone(index, side.name, device.mtu(), device.maxPacketBytes(), side.addresses, true));
    }
    return zones;
  }
}
