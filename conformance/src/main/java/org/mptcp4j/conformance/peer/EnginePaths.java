package org.mptcp4j.conformance.peer;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.spi.PathManager;

/** What an engine in this process does to its paths: what its traits say, and no more. */
record EnginePaths(Set<Trait> traits, InetAddress second) implements PathManager {
  @Override
  public void onEstablished(Paths paths) {
    if (traits.contains(Trait.ANNOUNCES)) {
      paths.announce(new InetSocketAddress(second, 0));
    }
  }

  @Override
  public void onAddressAnnounced(Paths paths, int addressId, InetSocketAddress address) {
    if (traits.contains(Trait.JOINS_ANNOUNCED)) {
      InetSocketAddress local = new InetSocketAddress(paths.initialLocal().getAddress(), 0);
      paths.open(new ConnectTarget(paths.initialZone(), local, address), false);
    }
  }
}
