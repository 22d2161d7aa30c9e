package org.mptcp4j.impl.stack;

import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.impl.mptcp.Mib;
import org.mptcp4j.impl.mptcp.handshake.Negotiation;

/**
 * What clients learned of destinations: "An initiator MAY cache information for a peer about what
 * version of MPTCP it supports if any" (RFC 8684, section 3.1), and which of them, or a middlebox
 * on the way, swallow SYNs with MP_CAPABLE (section 3.9.3). Only refusals are kept, for a day.
 */
final class Destinations {
  private static final long LIFETIME_NANOS = 24L * 3600 * 1_000_000_000L;

  private static final class Entry {
    private final Set<MptcpVersion> refused = EnumSet.noneOf(MptcpVersion.class);
    private boolean swallows;
    private long expiresAt;
  }

  private final int most;
  private final CounterTable counters;
  private final Map<InetSocketAddress, Entry> entries = new LinkedHashMap<>();

  /**
   * @param most entries; above it the oldest goes
   */
  Destinations(int most, CounterTable counters) {
    this.most = most;
    this.counters = counters;
  }

  MptcpVersion offer(InetSocketAddress destination, List<MptcpVersion> versions, long now) {
    Entry entry = entries.get(destination);
    if (entry != null && entry.expiresAt <= now) {
      entries.remove(destination);
      entry = null;
    }
    if (versions.isEmpty() || (entry != null && entry.swallows)) {
      return MptcpVersion.OFF;
    }
    for (MptcpVersion version : versions) {
      if (entry == null || !entry.refused.contains(version)) {
        return version;
      }
    }
    // it may have learned since, and to ask costs nothing
    return versions.get(0);
  }

  void learn(InetSocketAddress destination, Negotiation negotiation, long now) {
    if (!negotiation.isPlain()) {
      return;
    }
    Entry entry = entries.remove(destination);
    if (entry == null) {
      entry = new Entry();
      makeRoom();
    }
    entry.swallows = negotiation.plainSynSent();
    entry.refused.add(negotiation.keys().handshake().version());
    entry.expiresAt = now + LIFETIME_NANOS;
    entries.put(destination, entry);
  }

  private void makeRoom() {
    if (entries.size() >= most) {
      entries.remove(entries.keySet().iterator().next());
      counters.add(Mib.DESTINATIONS_FORGOTTEN, 1);
    }
  }
}
