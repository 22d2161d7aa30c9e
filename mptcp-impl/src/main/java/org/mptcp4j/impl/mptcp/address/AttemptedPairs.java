package org.mptcp4j.impl.mptcp.address;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The paths over which this side has opened a subflow before. Bounded: the oldest are forgotten.
 */
public final class AttemptedPairs {
  private static final int MOST = 64;

  private record Pair(InetAddress local, InetSocketAddress remote) {}

  private final Set<Pair> pairs = new LinkedHashSet<>(2);

  /** Returns whether that pair is new. */
  public boolean add(InetAddress local, InetSocketAddress remote) {
    if (pairs.size() >= MOST) {
      pairs.remove(pairs.iterator().next());
    }
    return pairs.add(new Pair(local, remote));
  }
}
