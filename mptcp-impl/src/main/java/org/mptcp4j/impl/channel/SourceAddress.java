package org.mptcp4j.impl.channel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.List;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.engine.Zone;

/** Chooses where a connection leaves: by the zone whose prefix holds the remote, or the first. */
final class SourceAddress {
  private SourceAddress() {}

  /**
   * The target for a connection to {@code remote} from an address of its family.
   *
   * @throws IOException where {@code remote} was not resolved, or no zone has such an address
   */
  static ConnectTarget towards(InetSocketAddress remote, List<Zone> zones) throws IOException {
    InetAddress to = remote.getAddress();
    if (to == null) {
      throw new UnknownHostException("not resolved: " + remote.getHostString());
    }
    ConnectTarget first = null;
    for (Zone zone : zones) {
      for (Zone.Prefix prefix : zone.addresses()) {
        if (sameFamily(prefix.address(), to) && (first == null || prefix.contains(to))) {
          ConnectTarget target =
              new ConnectTarget(zone, new InetSocketAddress(prefix.address(), 0), remote);
          if (prefix.contains(to)) {
            return target;
          }
          first = target;
        }
      }
    }
    if (first == null) {
      throw new NoRouteToHostException("no address of this stack fits " + CloseErrors.text(remote));
    }
    return first;
  }

  private static boolean sameFamily(InetAddress a, InetAddress b) {
    return a.getClass() == b.getClass();
  }
}
