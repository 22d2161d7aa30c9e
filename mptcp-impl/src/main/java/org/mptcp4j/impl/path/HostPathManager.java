package org.mptcp4j.impl.path;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.engine.Zone;
import org.mptcp4j.spi.PathManager;

/**
 * For a host with one or more links. The server announces its further addresses. The client opens a
 * subflow from each of its addresses to the server's, and to each that the server announces: from
 * the link that holds that address, or from every link where routers lead to it. So it does when an
 * address comes up later; one that is gone is withdrawn.
 */
public final class HostPathManager implements PathManager {
  private final List<Announced> announced = new ArrayList<>();
  private List<InetAddress> own = List.of();
  private boolean established;

  private record Announced(int id, InetSocketAddress address) {}

  @Override
  public void onEstablished(Paths paths) {
    established = true;
    own = ownAddresses(paths);
    use(paths, List.of(paths.initialLocal().getAddress()));
  }

  @Override
  public void onZoneChanged(Paths paths, Zone zone) {
    if (!established) {
      return;
    }
    List<InetAddress> before = own;
    own = ownAddresses(paths);
    for (InetAddress address : before) {
      if (!own.contains(address)) {
        paths.withdraw(new InetSocketAddress(address, 0));
      }
    }
    use(paths, before);
  }

  /** Uses what addresses there are. */
  private void use(Paths paths, List<InetAddress> toldBefore) {
    if (paths.client()) {
      openAll(paths, paths.initialRemote());
      announced.forEach(remote -> reach(paths, remote.address()));
      return;
    }
    for (InetAddress address : own) {
      if (!toldBefore.contains(address)) {
        paths.announce(new InetSocketAddress(address, 0));
      }
    }
  }

  private static List<InetAddress> ownAddresses(Paths paths) {
    return paths.zones().stream()
        .flatMap(zone -> zone.addresses().stream())
        .map(Zone.Prefix::address)
        .toList();
  }

  @Override
  public void onAddressAnnounced(Paths paths, int addressId, InetSocketAddress address) {
    onAddressRemoved(paths, addressId);
    announced.add(new Announced(addressId, address));
    reach(paths, address);
  }

  @Override
  public void onAddressRemoved(Paths paths, int addressId) {
    announced.removeIf(remote -> remote.id() == addressId);
  }

  private static void reach(Paths paths, InetSocketAddress to) {
    for (Zone zone : paths.zones()) {
      for (Zone.Prefix prefix : zone.addresses()) {
        if (prefix.contains(to.getAddress())) {
          open(paths, zone, prefix.address(), to);
          return;
        }
      }
    }
    openAll(paths, to);
  }

  private static void openAll(Paths paths, InetSocketAddress to) {
    for (Zone zone : paths.zones()) {
      for (Zone.Prefix prefix : zone.addresses()) {
        if (sameFamily(prefix.address(), to.getAddress())) {
          open(paths, zone, prefix.address(), to);
        }
      }
    }
  }

  /** Does nothing where such a subflow is there. */
  private static void open(Paths paths, Zone zone, InetAddress from, InetSocketAddress to) {
    paths.open(new ConnectTarget(zone, new InetSocketAddress(from, 0), to), false);
  }

  private static boolean sameFamily(InetAddress a, InetAddress b) {
    return a.getAddress().length == b.getAddress().length;
  }
}
