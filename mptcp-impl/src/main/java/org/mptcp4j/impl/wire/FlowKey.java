package org.mptcp4j.impl.wire;

import java.util.Comparator;

/**
 * What tells TCP connections apart: the 4-tuple and the zone that its packets come from, since a
 * transparent proxy has the same 4-tuple on both of its sides.
 *
 * @param zone index of the zone
 * @param local our address, or the one that we stand for
 * @param localPort 0 to 65,535
 * @param remote the peer's address
 * @param remotePort 0 to 65,535
 */
public record FlowKey(int zone, IpAddress local, int localPort, IpAddress remote, int remotePort)
    implements Comparable<FlowKey> {
  private static final Comparator<FlowKey> ORDER =
      Comparator.comparingInt(FlowKey::zone)
          .thenComparingInt(FlowKey::localPort)
          .thenComparingInt(FlowKey::remotePort)
          .thenComparing(FlowKey::local)
          .thenComparing(FlowKey::remote);

  /** An order, so that maps don't degrade where somebody chooses keys whose hashes collide. */
  @Override
  public int compareTo(FlowKey other) {
    return ORDER.compare(this, other);
  }

  @Override
  public int hashCode() {
    long h = local.hi() * 31 + local.lo();
    h = h * 31 + remote.hi();
    h = h * 31 + remote.lo();
    h = h * 31 + ((long) localPort << 32 | remotePort);
    h = (h + zone) * 0x9E3779B97F4A7C15L;
    return (int) (h >>> 32);
  }

  @Override
  public String toString() {
    return "zone " + zone + " " + endpoint(local, localPort) + " - " + endpoint(remote, remotePort);
  }

  private static String endpoint(IpAddress address, int port) {
    return address.v6() ? "[" + address + "]:" + port : address + ":" + port;
  }
}
