package org.mptcp4j.tproxy;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.mptcp4j.engine.Zone;

/**
 * A side of a transparent gateway: TCP (and the ICMP errors about it) that comes in by an interface
 * is handed to the engine instead of being forwarded. What the engine sends on this device leaves
 * by the route to its destination; from {@link #ownAddresses} it leaves by this very interface.
 *
 * <p>Traffic to the machine itself is not diverted, except TCP to {@code ownAddresses}.
 *
 * @param interfaceName the interface, which exists and is configured, such as {@code wan1}
 * @param forwarded which forwarded TCP is diverted; none where empty. {@link Selector#ALL} for all
 * @param ownAddresses addresses of this machine on that interface at which the engine answers, such
 *     as HCPE@2 or HAG@2
 * @param nextHops routers on that interface, one per family at most, for destinations off the link;
 *     where empty, those that the machine's routes name
 * @param offload see {@link DeviceSpec#offload}
 */
public record Diversion(
    String interfaceName,
    List<Selector> forwarded,
    List<InetAddress> ownAddresses,
    List<InetAddress> nextHops,
    boolean offload)
    implements DeviceSpec {

  /**
   * Chooses forwarded packets; where a prefix is empty, any address will do.
   *
   * @param source where the packet comes from
   * @param destination where it goes
   */
  public record Selector(Optional<Zone.Prefix> source, Optional<Zone.Prefix> destination) {
    /** Everything, both families. */
    public static final Selector ALL = new Selector(Optional.empty(), Optional.empty());

    public Selector {
      if (source.isPresent()
          && destination.isPresent()
          && bytes(source.get()) != bytes(destination.get())) {
        throw new IllegalArgumentException(source.get() + " and " + destination.get());
      }
    }

    /** Packets from {@code prefix}: for the side where these hosts are. */
    public static Selector from(Zone.Prefix prefix) {
      return new Selector(Optional.of(prefix), Optional.empty());
    }

    /** Packets to {@code prefix}: for the side away from these hosts. */
    public static Selector to(Zone.Prefix prefix) {
      return new Selector(Optional.empty(), Optional.of(prefix));
    }

    private static int bytes(Zone.Prefix prefix) {
      return prefix.address().getAddress().length;
    }
  }

  public Diversion {
    forwarded = List.copyOf(forwarded);
    ownAddresses = List.copyOf(ownAddresses);
    nextHops = List.copyOf(nextHops);
    if (interfaceName.isEmpty()) {
      throw new IllegalArgumentException("an interface needs a name");
    }
  }

  /** Forwarded traffic only. */
  public static Diversion of(String interfaceName, List<Selector> forwarded) {
    return new Diversion(interfaceName, forwarded, List.of(), List.of(), true);
  }

  /** Traffic to own addresses only: a secondary access. */
  public static Diversion own(String interfaceName, List<InetAddress> ownAddresses) {
    return new Diversion(interfaceName, List.of(), ownAddresses, List.of(), true);
  }

  @Override
  public String name() {
    return interfaceName;
  }
}
