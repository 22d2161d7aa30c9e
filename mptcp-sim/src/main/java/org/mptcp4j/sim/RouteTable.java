package org.mptcp4j.sim;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.mptcp4j.engine.Zone;

/** Static routes: the longest prefix that holds the destination, the first of equal ones. */
final class RouteTable {
  private record Route(Zone.Prefix prefix, int zone) {}

  private final List<Route> routes = new ArrayList<>();

  /**
   * @param zone index of the interface that packets to {@code prefix} leave by
   */
  void add(Zone.Prefix prefix, int zone) {
    routes.add(new Route(prefix, zone));
    routes.sort((x, y) -> Integer.compare(y.prefix.length(), x.prefix.length()));
  }

  /** The index of the interface for that destination, -1 for none. */
  int lookup(InetAddress destination) {
    for (Route route : routes) {
      if (route.prefix.contains(destination)) {
        return route.zone;
      }
    }
    return -1;
  }
}
