package org.mptcp4j.engine;

import java.net.InetAddress;
import java.util.Objects;
import java.util.Optional;

/**
 * What a listener takes.
 *
 * @param zone one zone, or empty for all
 * @param address one address, or empty for any: in a {@linkplain Zone#transparent transparent} zone
 *     any at all, elsewhere any that the zone owns
 * @param port 1 to 65,535, or 0 for any
 */
public record ListenTarget(Optional<Zone> zone, Optional<InetAddress> address, int port) {
  public ListenTarget {
    Objects.requireNonNull(zone, "zone");
    Objects.requireNonNull(address, "address");
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port " + port);
    }
  }

  /** Any own address, one port. */
  public static ListenTarget port(int port) {
    return new ListenTarget(Optional.empty(), Optional.empty(), port);
  }

  /** Every connection that passes through {@code zone}. */
  public static ListenTarget everything(Zone zone) {
    return new ListenTarget(Optional.of(zone), Optional.empty(), 0);
  }
}
