package org.mptcp4j.gateway.setup;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.engine.Engine;
import org.mptcp4j.engine.Zone;
import org.mptcp4j.gateway.Bypass;
import org.mptcp4j.gateway.GatewayListener;
import org.mptcp4j.gateway.Hcpe;
import org.mptcp4j.gateway.HcpeAccess;
import org.mptcp4j.gateway.HcpeOptions;
import org.mptcp4j.gateway.JoinRetry;
import org.mptcp4j.tproxy.Diversion.Selector;

/**
 * An {@link Hcpe} on a machine's interfaces.
 *
 * @param lan the side of the hosts
 * @param hosts the prefixes of the hosts; at least one
 * @param accesses the first is the primary one
 * @param connections how connections behave, on both legs
 * @param bypass what is not bonded
 */
public record HcpeSetup(
    Side lan,
    List<Zone.Prefix> hosts,
    List<Access> accesses,
    ConnectionOptions connections,
    Bypass bypass)
    implements GatewaySetup {

  /**
   * An access link.
   *
   * @param side its interface
   * @param hags addresses of the HAG reached over it; empty where the HAG announces them
   * @param backup see {@link HcpeAccess#backup}
   */
  public record Access(Side side, List<InetAddress> hags, boolean backup) {
    public Access {
      Objects.requireNonNull(side, "side");
      hags = List.copyOf(hags);
    }
  }

  public HcpeSetup {
    Objects.requireNonNull(connections, "connections");
    Objects.requireNonNull(bypass, "bypass");
    hosts = List.copyOf(hosts);
    accesses = List.copyOf(accesses);
    if (hosts.isEmpty() || accesses.isEmpty()) {
      throw new IllegalArgumentException("an HCPE needs the prefix of its hosts and an access");
    }
  }

  /** The LAN, and then the accesses; TCP of the hosts is diverted on the LAN and the primary. */
  @Override
  public List<Side> sides() {
    List<Side> sides = new ArrayList<>();
    sides.add(lan.forwarding(hosts.stream().map(Selector::from).toList()));
    for (Access access : accesses) {
      boolean primary = sides.size() == 1;
      List<Selector> forwarded =
          primary ? hosts.stream().map(Selector::to).toList() : List.<Selector>of();
      sides.add(access.side().forwarding(forwarded));
    }
    return sides;
  }

  @Override
  public void install(Engine engine, GatewayListener listener, LongSupplier ids) {
    List<HcpeAccess> zoned = new ArrayList<>();
    for (Access access : accesses) {
      Zone zone = engine.zones().get(zoned.size() + 1);
      zoned.add(new HcpeAccess(zone, access.hags(), access.backup()));
    }
    Zone lanZone = engine.zones().get(0);
    HcpeOptions options =
        new HcpeOptions(lanZone, zoned, connections, connections, bypass, JoinRetry.defaults());
    new Hcpe(engine, options, listener, ids);
  }
}
