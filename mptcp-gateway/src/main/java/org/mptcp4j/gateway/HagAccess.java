package org.mptcp4j.gateway;

import java.util.List;
import java.util.Objects;
import org.mptcp4j.engine.Zone;

/**
 * An access network of a {@link Hag}.
 *
 * @param zone its zone; own addresses in it (HAG@2) are announced to the HCPEs
 * @param customers the prefixes of the hosts whose connections come in here; empty for an access
 *     that only takes joins
 */
public record HagAccess(Zone zone, List<Zone.Prefix> customers) {
  public HagAccess {
    Objects.requireNonNull(zone, "zone");
    customers = List.copyOf(customers);
    if (!customers.isEmpty() && !zone.transparent()) {
      throw new IllegalArgumentException("access " + zone.name() + " is not transparent");
    }
  }
}
