package org.mptcp4j.gateway;

import java.net.InetAddress;
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
 * The hybrid aggregation gateway: it stands on the path of the primary access of a group of HCPEs,
 * turns their Multipath TCP connections back into plain ones towards the servers, and takes their
 * secondary subflows at addresses of its own (draft-peirens-mptcp-transparent-00, section 5).
 *
 * <p>Connections from the Internet to a customer are bonded the other way round. Connections of
 * others, and such that do not offer Multipath TCP, pass untouched.
 */
public final class Hag implements AutoCloseable {
  private final HagOptions options;
  private final TransparentProxy proxy;
  private final ConnectionOptions multipath;

  /**
   * A gateway that serves from now on, whenever {@code engine} runs.
   *
   * @throws IllegalStateException where one of its zones has a listener already
   */
  public Hag(Engine engine, HagOptions options, GatewayListener listener) {
    this(engine, options, listener, new AtomicLong()::incrementAndGet);
  }

  /**
   * One of several that serve on {@linkplain org.mptcp4j.engine.EngineProvider#newEngines siblings}
   * as one gateway: each made on the thread of its engine, with the same options, listener and ids.
   *
   * @param listener called on the threads of all of the engines
   * @param ids where the next {@link GatewayConnection#id} comes from; thread-safe
   */
  public Hag(Engine engine, HagOptions options, GatewayListener listener, LongSupplier ids) {
    this.options = options;
    this.proxy = new TransparentProxy(engine, listener, ids);
    this.multipath =
        options
            .accessLeg()
            .withPathManager(PathManagerProvider.of("hag", () -> new HagPaths(options)));
    for (HagAccess access : options.accesses()) {
      if (!access.customers().isEmpty()) {
        proxy.intercept(access.zone(), new FromAccess(access));
      }
    }
    proxy.intercept(options.core(), new FromCore());
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

  private boolean bypassed(SynInfo syn) {
    if (options.bypass().covers(syn)) {
      proxy.counters.count(Event.BYPASSED);
      return true;
    }
    return false;
  }

  private HagAccess accessOf(InetAddress customer) {
    for (HagAccess access : options.accesses()) {
      if (Bypass.inAny(access.customers(), customer)) {
        return access;
      }
    }
    return null;
  }

  /** Figure 4, step 2: a SYN with MP_CAPABLE from an HCPE, with the host's address. */
  private final class FromAccess implements AcceptHandler {
    private final HagAccess access;
    private final Route route;

    FromAccess(HagAccess access) {
      this.access = access;
      this.route = new Route(multipath, options.core(), options.coreLeg(), false);
    }

    @Override
    public boolean intercepts(SynInfo syn) {
      if (syn.offered() == MptcpVersion.OFF || proxy.owns(syn.local().getAddress())) {
        return false;
      }
      // "configure those devices to only accept SYN packets with the MP_CAPABLE or MP_JOIN option
      // to those prefixes" (section 6)
      if (!Bypass.inAny(access.customers(), syn.remote().getAddress())) {
        proxy.counters.count(Event.FOREIGN);
        return false;
      }
      return !bypassed(syn);
    }

    @Override
    public void onRequest(ConnectionRequest request) {
      proxy.hold(request, route);
    }
  }

  /** The mirror image: a connection from the Internet to a customer. */
  private final class FromCore implements AcceptHandler {
    @Override
    public boolean intercepts(SynInfo syn) {
      return accessOf(syn.local().getAddress()) != null
          && !proxy.owns(syn.local().getAddress())
          && !bypassed(syn);
    }

    @Override
    public void onRequest(ConnectionRequest request) {
      HagAccess access = accessOf(request.syn().local().getAddress());
      proxy.hold(request, new Route(options.coreLeg(), access.zone(), multipath, true));
    }
  }
}
