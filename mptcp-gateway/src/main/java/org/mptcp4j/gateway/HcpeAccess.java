package org.mptcp4j.gateway;

import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import org.mptcp4j.engine.Zone;

/**
 * An access link of an {@link Hcpe}.
 *
 * @param zone its zone; a secondary access needs an own address in it (HCPE@2)
 * @param hags addresses of the HAG that are reached over this access (HAG@2), at most one of a
 *     family; empty where the HAG announces them (ADD_ADDR). Without meaning for the primary access
 * @param backup whether its subflows carry data only when no other can (RFC 6824, section 3.3.8)
 */
public record HcpeAccess(Zone zone, List<InetAddress> hags, boolean backup) {
  public HcpeAccess {
    Objects.requireNonNull(zone, "zone");
    hags = List.copyOf(hags);
  }

  /** An access whose HAG announces itself. */
  public static HcpeAccess of(Zone zone) {
    return new HcpeAccess(zone, List.of(), false);
  }
}
