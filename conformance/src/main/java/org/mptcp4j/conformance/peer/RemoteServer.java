package org.mptcp4j.conformance.peer;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A server somewhere.
 *
 * @param services the addresses and ports of each application, at most one of each family
 * @param second further addresses, at most one of each family
 * @param traits what it does
 */
public record RemoteServer(
    Map<App, List<InetSocketAddress>> services, List<InetAddress> second, Set<Trait> traits)
    implements Peer {

  public RemoteServer {
    services = Map.copyOf(services);
    second = List.copyOf(second);
    traits = Set.copyOf(traits);
  }

  private static boolean isV6(InetAddress address) {
    return address.getAddress().length == 16;
  }

  private Optional<InetSocketAddress> find(App app, boolean v6) {
    return services.getOrDefault(app, List.of()).stream()
        .filter(s -> isV6(s.getAddress()) == v6)
        .findFirst();
  }

  @Override
  public Role role() {
    return Role.SERVER;
  }

  @Override
  public boolean plays(App app, boolean v6) {
    return find(app, v6).isPresent();
  }

  @Override
  public InetSocketAddress service(App app, boolean v6) {
    return find(app, v6).orElseThrow(() -> new IllegalArgumentException("no " + app));
  }

  @Override
  public void connect(App app, InetSocketAddress target) {
    throw new UnsupportedOperationException("a server");
  }

  @Override
  public Optional<InetAddress> secondAddress(boolean v6) {
    return second.stream().filter(a -> isV6(a) == v6).findFirst();
  }

  @Override
  public void close() {}
}
