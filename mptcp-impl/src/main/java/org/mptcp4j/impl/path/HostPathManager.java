package org.mptcp4j.impl.path;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.engine.Zone;
import org.mptcp4j.spi.PathManager;

/**
 * For a host with one or more links: the client opens a subflow from each further local address to
 * the server's address, and to each address that the server announces from a link that reaches it.
 * The server announces its further addresses.
 */
public final class HostPathManager implements PathManager {
  @Override
  public void onEstablished(Paths paths) {
    for (Zone zone : paths.zones()) {
      for (Zone.Prefix prefix : zone.addresses()) {
        InetAddress address = prefix.address();
        if (address.equals(paths.initialLocal().getAddress())) {
          continue;
        }
        if (!paths.client()) {
          paths.announce(new InetSocketAddress(address, 0));
        } else if (sameFamily(address, paths.initialRemote().getAddress())) {
          open(paths, zone, address, paths.initialRemote());
        }
      }
    }
  }

  @Override
  public void onAddressAnnounced(Paths paths, int addressId, InetSocketAddress announced) {
    for (Zone zone : paths.zones()) {
      for (Zone.Prefix prefix : zone.addresses()) {
        if (prefix.contains(announced.getAddress())) {
          open(paths, zone, prefix.address(), announced);
          return;
        }
      }
    }
  }

  private static void open(Paths paths, Zone zone, InetAddress from, InetSocketAddress to) {
    paths.open(new ConnectTarget(zone, new InetSocketAddress(from, 0), to), false);
  }

  private static boolean sameFamily(InetAddress a, InetAddress b) {
    return a.getAddress().length == b.getAddress().length;
  }
}
