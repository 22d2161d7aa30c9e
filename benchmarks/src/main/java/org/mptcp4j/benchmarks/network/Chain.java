package org.mptcp4j.benchmarks.network;

import java.util.concurrent.atomic.AtomicReference;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.engine.ConnectionHandler;
import org.mptcp4j.engine.EngineConnection;
import org.mptcp4j.engine.ListenTarget;
import org.mptcp4j.gateway.Relay;

/**
 * A host with plain TCP, a gateway, and a host with Multipath TCP behind it: a connection from the
 * first to the gateway is relayed to the second, as in an HCPE.
 */
public final class Chain {
  /** Which way the data goes. */
  public enum Way {
    /** In over plain TCP, out over Multipath TCP. */
    UP,
    /** In over Multipath TCP, out over plain TCP. */
    DOWN
  }

  private static final int LAN = 0;
  private static final int ACCESS = 1;

  private final Way way;
  private final Node host;
  private final Node gateway;
  private final Node far;
  private final Bulk bulk;

  /** Builds it and opens the connection. */
  public Chain(Network network, Way way) {
    this.way = way;
    host = network.node("10.0.0.2");
    gateway = network.node("10.0.0.1", "10.0.1.1");
    far = network.node("10.0.1.2");
    network.join(host, 0, gateway, LAN).join(gateway, ACCESS, far, 0);
    ConnectionHandler nothing = new ConnectionHandler() {};
    AtomicReference<EngineConnection> accepted = new AtomicReference<>();
    far.engine()
        .listen(
            ListenTarget.port(Bulk.PORT),
            request -> accepted.set(request.accept(Bulk.options(MptcpVersion.V1), nothing)));
    gateway
        .engine()
        .listen(
            ListenTarget.port(Bulk.PORT),
            request -> {
              EngineConnection next =
                  gateway
                      .engine()
                      .connect(
                          Bulk.target(gateway, far, ACCESS, 0),
                          Bulk.options(MptcpVersion.V1),
                          nothing);
              EngineConnection first = request.accept(Bulk.options(MptcpVersion.OFF), nothing);
              Relay.join(first, next, new Relay.Observer() {});
            });
    EngineConnection connected =
        host.engine()
            .connect(Bulk.target(host, gateway, 0, LAN), Bulk.options(MptcpVersion.OFF), nothing);
    network.stepUntil(() -> accepted.get() != null);
    bulk =
        way == Way.UP
            ? new Bulk(network, connected, accepted.get())
            : new Bulk(network, accepted.get(), connected);
  }

  /** What goes through the gateway. */
  public Bulk bulk() {
    return bulk;
  }

  /** What stands in the middle. */
  public Node gateway() {
    return gateway;
  }

  /** Where data comes from. */
  public Node sender() {
    return way == Way.UP ? host : far;
  }

  /** Index of the gateway's zone that data comes in by. */
  public int inZone() {
    return way == Way.UP ? LAN : ACCESS;
  }

  /** Index of the gateway's zone that data goes out by. */
  public int outZone() {
    return way == Way.UP ? ACCESS : LAN;
  }
}
