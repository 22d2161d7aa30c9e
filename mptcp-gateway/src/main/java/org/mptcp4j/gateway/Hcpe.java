package org.mptcp4j.gateway;

import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.Counters;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.engine.AcceptHandler;
import org.mptcp4j.engine.ConnectionRequest;
import org.mptcp4j.engine.Engine;
import org.mptcp4j.engine.SynInfo;
import org.mptcp4j.gateway.GatewayCounters.Event;
import org.mptcp4j.gateway.TransparentProxy.Route;
import org.mptcp4j.spi.PathManagerProvider;

/**
 * The hybrid CPE: a home gateway that carries the TCP connections of the hosts behind it over
 * several access links at once (draft-peirens-mptcp-transparent-00, section 5, figures 4 and 5).
 *
 * <p>A SYN from the LAN goes on as a SYN with MP_CAPABLE over the primary access, with the host's
 * own address as its source. Connections from the Internet that a HAG has bonded come in the other
 * way. Secondary subflows go to the HAG only, never to the server.
 *
 * <pre>{@code
 * Engine engine = ...;  // with the zones lan, dsl, lte
 * Hcpe hcpe = new Hcpe(engine, HcpeOptions.of(lan,
 *     List.of(HcpeAccess.of(dsl), HcpeAccess.of(lte)), ConnectionOptions.defaults()),
 *     GatewayListener.none());
 * }</pre>
 */
public final class Hcpe implements AutoCloseable {
  private final HcpeOptions options;
  private final TransparentProxy proxy;
  private final Route outward;
  private final Route inward;

  /**
   * A gateway that serves from now on, whenever {@code engine} runs.
   *
   * @throws IllegalStateException where the LAN or the primary access has a listener already
   */
  public Hcpe(Engine engine, HcpeOptions options, GatewayListener listener) {
    this(engine, options, listener, new AtomicLong()::incrementAndGet);
  }

  /**
   * One of several that serve on {@linkplain org.mptcp4j.engine.EngineProvider#newEngines siblings}
   * as one gateway: each made on the thread of its engine, with the same options, listener and ids.
   *
   * @param listener called on the threads of all of the engines
   * @param ids where the next {@link GatewayConnection#id} comes from; thread-safe
   */
  public Hcpe(Engine engine, HcpeOptions options, GatewayListener listener, LongSupplier ids) {
    this.options = options;
    this.proxy = new TransparentProxy(engine, listener, ids);
    ConnectionOptions multipath =
        options
            .accessLeg()
            .withPathManager(PathManagerProvider.of("hcpe", () -> new HcpePaths(options)));
    this.outward = new Route(options.lanLeg(), options.primary(), multipath, true);
    this.inward = new Route(multipath, options.lan(), options.lanLeg(), false);
    proxy.intercept(options.lan(), new FromLan());
    proxy.intercept(options.primary(), new FromAccess());
  }

  /** Live view of this gateway's counters. */
  public Counters counters() {
    return proxy.counters;
  }

  /** Takes no new connections; those that are there live on. */
  @Override
  public void close() {
    proxy.close();
  }

  private boolean eligible(SynInfo syn) {
    InetSocketAddress destination = syn.local();
    InetSocketAddress source = syn.remote();
    if (proxy.owns(destination.getAddress()) || proxy.owns(source.getAddress())) {
      return false;
    }
    if (options.bypass().covers(syn)) {
      proxy.counters.count(Event.BYPASSED);
      return false;
    }
    return true;
  }

  /** Figure 4, step 1: a host opens a connection. */
  private final class FromLan implements AcceptHandler {
    @Override
    public boolean intercepts(SynInfo syn) {
      return eligible(syn);
    }

    @Override
    public void onRequest(ConnectionRequest request) {
      proxy.hold(request, outward);
    }
  }

  /** The mirror image: a connection from the Internet that the HAG has bonded. */
  private final class FromAccess implements AcceptHandler {
    @Override
    public boolean intercepts(SynInfo syn) {
      return syn.offered() != MptcpVersion.OFF && eligible(syn);
    }

    @Override
    public void onRequest(ConnectionRequest request) {
      proxy.hold(request, inward);
    }
  }
}
