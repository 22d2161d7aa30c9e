package org.mptcp4j.gateway.setup;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.engine.Engine;
import org.mptcp4j.engine.Zone;
import org.mptcp4j.gateway.Bypass;
import org.mptcp4j.gateway.GatewayListener;
import org.mptcp4j.gateway.Hag;
import org.mptcp4j.gateway.HagAccess;
import org.mptcp4j.gateway.HagOptions;
import org.mptcp4j.tproxy.Diversion.Selector;

/**
 * A {@link Hag} on a machine's interfaces.
 *
 * @param core the side of the Internet
 * @param accesses the access networks; at least one has customers
 * @param connections how connections behave, on both legs
 * @param bypass what is not bonded
 */
public record HagSetup(
    Side core, List<Access> accesses, ConnectionOptions connections, Bypass bypass)
    implements GatewaySetup {

  /**
   * An access network.
   *
   * @param side its interface; its addresses are announced to the HCPEs
   * @param customers the prefixes of the hosts behind it; may be empty
   */
  public record Access(Side side, List<Zone.Prefix> customers) {
    public Access {
      Objects.requireNonNull(side, "side");
      customers = List.copyOf(customers);
    }
  }

  public HagSetup {
    Objects.requireNonNull(connections, "connections");
    Objects.requireNonNull(bypass, "bypass");
    accesses = List.copyOf(accesses);
    if (accesses.stream().allMatch(access -> access.customers().isEmpty())) {
      throw new IllegalArgumentException("no access has customers");
    }
  }

  /** The core, and then the accesses; TCP from and to the customers is diverted. */
  @Override
  public List<Side> sides() {
    List<Side> sides = new ArrayList<>();
    List<Selector> toCustomers =
        accesses.stream().flatMap(a -> a.customers().stream()).map(Selector::to).toList();
    sides.add(core.forwarding(toCustomers));
    for (Access access : accesses) {
      List<Selector> forwarded = access.customers().stream().map(Selector::from).toList();
      sides.add(access.side().forwarding(forwarded));
    }
    return sides;
  }

  @Override
  public void install(Engine engine, GatewayListener listener, LongSupplier ids) {
    List<HagAccess> zoned = new ArrayList<>();
    for (Access access : accesses) {
      zoned.add(new HagAccess(engine.zones().get(zoned.size() + 1), access.customers()));
    }
    HagOptions options =
        new HagOptions(engine.zones().get(0), zoned, connections, connections, bypass);
    new Hag(engine, options, listener, ids);
  }
}
