package org.mptcp4j.gateway;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.mptcp4j.engine.SynInfo;
import org.mptcp4j.engine.Zone;

/**
 * Connections that are not bonded: they pass the gateway untouched.
 *
 * @param prefixes where either end of a connection lies in one of them
 * @param ports destination ports, 1 to 65,535
 */
public record Bypass(List<Zone.Prefix> prefixes, Set<Integer> ports) {
  public Bypass {
    prefixes = List.copyOf(prefixes);
    ports = Set.copyOf(ports);
  }

  /** Everything is bonded. */
  public static Bypass none() {
    return new Bypass(List.of(), Set.of());
  }

  /** Whether the connection that {@code syn} opens stays as it is. */
  public boolean covers(SynInfo syn) {
    return ports.contains(syn.local().getPort())
        || inAny(prefixes, syn.local().getAddress())
        || inAny(prefixes, syn.remote().getAddress());
  }

  static boolean inAny(List<Zone.Prefix> prefixes, InetAddress address) {
    for (int i = 0; i < prefixes.size(); i++) {
      if (prefixes.get(i).contains(address)) {
        return true;
      }
    }
    return false;
  }
}
