package org.mptcp4j.impl.stack;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.mptcp4j.engine.Zone;

/** The zones of an engine, as they are now. */
final class Zones {
  private List<Zone> zones;

  Zones(List<Zone> zones) {
    this.zones = zones;
  }

  List<Zone> all() {
    return zones;
  }

  Zone get(int index) {
    return zones.get(index);
  }

  void update(Zone zone) {
    List<Zone> changed = new ArrayList<>(zones);
    changed.set(zone.index(), zone);
    zones = List.copyOf(changed);
  }

  /** Whether any zone owns {@code address}: hosts answer for their addresses on every link. */
  boolean own(InetAddress address) {
    for (Zone zone : zones) {
      if (zone.owns(address)) {
        return true;
      }
    }
    return false;
  }
}
