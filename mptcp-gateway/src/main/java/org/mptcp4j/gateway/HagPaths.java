package org.mptcp4j.gateway;

import java.net.InetSocketAddress;
import org.mptcp4j.engine.Zone;
import org.mptcp4j.spi.PathManager;

/**
 * The HAG's side of figure 5 (draft-peirens-mptcp-transparent-00): "the HAG simply advertises its
 * address reachable through this access network (HAG@2) on the initial subflow by sending an
 * ADD_ADDR option". It opens no subflow itself.
 */
final class HagPaths implements PathManager {
  private final HagOptions options;

  HagPaths(HagOptions options) {
    this.options = options;
  }

  @Override
  public void onEstablished(Paths paths) {
    for (HagAccess access : options.accesses()) {
      if (access.zone().index() != paths.initialZone().index()) {
        announce(paths, paths.zones().get(access.zone().index()));
      }
    }
  }

  @Override
  public void onZoneChanged(Paths paths, Zone zone) {
    for (HagAccess access : options.accesses()) {
      if (access.zone().index() == zone.index() && zone.index() != paths.initialZone().index()) {
        announce(paths, zone);
      }
    }
  }

  private static void announce(Paths paths, Zone zone) {
    for (Zone.Prefix own : zone.addresses()) {
      paths.announce(new InetSocketAddress(own.address(), 0));
    }
  }
}
