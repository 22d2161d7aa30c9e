package org.mptcp4j.conformance.peer;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.engine.Addresses;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.engine.Engine;
import org.mptcp4j.engine.EngineProvider;
import org.mptcp4j.engine.ListenTarget;
import org.mptcp4j.sim.Link;
import org.mptcp4j.sim.SimHost;
import org.mptcp4j.sim.SimNode;
import org.mptcp4j.sim.Simulation;
import org.mptcp4j.spi.PathManagerProvider;

/** An engine of this process at the end {@code link.a()} of a simulated link. */
public final class EnginePeer implements Peer {
  private static final int FIRST_PORT = 7000;

  private final Role role;
  private final Set<Trait> traits;
  private final ConnectionOptions options;
  private final SimHost host;

  /**
   * @param needs what a case needs it to do; all other traits that it always has come on top
   */
  public EnginePeer(
      Simulation simulation,
      Link link,
      EngineProvider provider,
      Role role,
      Set<Trait> needs,
      ConnectionOptions options) {
    this.role = role;
    traits = EnumSet.of(Trait.ACCEPTS_JOINS_AS_CLIENT, Trait.SECOND_ADDRESS);
    traits.addAll(needs);
    this.options = options.withChecksum(options.checksum() || needs.contains(Trait.CHECKSUM));
    host =
        SimNode.builder(simulation, "peer")
            .attach(link.a(), "10.9.1.1/24", "10.9.1.250/24", "fd09:1::1/64", "fd09:1::fa/64")
            .host(provider);
    if (role == Role.SERVER) {
      for (App app : App.values()) {
        listen(app);
      }
    }
  }

  private static InetAddress address(boolean v6, boolean second) {
    return Addresses.literal((v6 ? "fd09:1::" : "10.9.1.") + (second ? v6 ? "fa" : "250" : "1"));
  }

  private ConnectionOptions options(boolean v6) {
    return options.withPathManager(
        PathManagerProvider.of("conformance", () -> new EnginePaths(traits, address(v6, true))));
  }

  private void listen(App app) {
    engine()
        .listen(
            ListenTarget.port(FIRST_PORT + app.ordinal()),
            request ->
                request.accept(
                    options(request.syn().remote().getAddress().getAddress().length == 16),
                    EngineApps.of(app, role)));
  }

  /** The engine, for what a test wants to know of it. */
  public Engine engine() {
    return host.engine();
  }

  @Override
  public Role role() {
    return role;
  }

  @Override
  public Set<Trait> traits() {
    return traits;
  }

  @Override
  public boolean plays(App app, boolean v6) {
    return role == Role.SERVER || app != App.SOURCE;
  }

  @Override
  public InetSocketAddress service(App app, boolean v6) {
    return new InetSocketAddress(address(v6, false), FIRST_PORT + app.ordinal());
  }

  @Override
  public void connect(App app, InetSocketAddress target) {
    boolean v6 = target.getAddress().getAddress().length == 16;
    InetSocketAddress local = new InetSocketAddress(address(v6, false), 0);
    engine()
        .connect(
            new ConnectTarget(host.zones().get(0), local, target),
            options(v6),
            EngineApps.of(app, role));
    host.pollSoon();
  }

  @Override
  public Optional<InetAddress> secondAddress(boolean v6) {
    return Optional.of(address(v6, true));
  }

  @Override
  public void close() {}
}
