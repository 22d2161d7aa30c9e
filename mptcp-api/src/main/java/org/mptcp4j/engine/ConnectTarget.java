package org.mptcp4j.engine;

import java.net.InetSocketAddress;
import java.util.Objects;

/**
 * Where a connection goes, and from where.
 *
 * @param zone the zone that the initial subflow leaves by
 * @param local the source; a transparent proxy gives a foreign address. Port 0: the engine picks
 *     one
 * @param remote the destination
 */
public record ConnectTarget(Zone zone, InetSocketAddress local, InetSocketAddress remote) {
  public ConnectTarget {
    Objects.requireNonNull(zone, "zone");
    Objects.requireNonNull(local, "local");
    Objects.requireNonNull(remote, "remote");
    if (local.getAddress().getAddress().length != remote.getAddress().getAddress().length) {
      throw new IllegalArgumentException(local + " and " + remote + " are of different families");
    }
  }
}
