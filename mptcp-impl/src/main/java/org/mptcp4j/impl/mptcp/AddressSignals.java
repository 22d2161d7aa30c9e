package org.mptcp4j.impl.mptcp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.mptcp4j.impl.wire.IpAddress;

/**
 * Address IDs and the announcements that wait to be sent (RFC 6824, section 3.4). The initial
 * subflow's addresses have ID 0.
 */
final class AddressSignals {
  /** What one ACK announces. */
  sealed interface Signal permits Announce, Withdraw, Prioritize {}

  /** ADD_ADDR; port 0 for none. */
  record Announce(int id, IpAddress address, int port) implements Signal {}

  /** REMOVE_ADDR. */
  record Withdraw(int id) implements Signal {}

  /** MP_PRIO for the subflow that carries it. */
  record Prioritize(int subflowId, boolean backup) implements Signal {}

  private final Map<InetAddress, Integer> localIds = new HashMap<>();
  private final Map<Integer, InetSocketAddress> remote = new HashMap<>();
  private final ArrayDeque<Signal> pending = new ArrayDeque<>();
  private int nextId = 1;

  AddressSignals(InetAddress initialLocal) {
    localIds.put(initialLocal, 0);
  }

  /** The ID of a local address; a new one where it has none. */
  int localId(InetAddress address) {
    Integer known = localIds.get(address);
    if (known != null) {
      return known;
    }
    int id = nextId;
    nextId = nextId % 255 + 1;
    localIds.put(address, id);
    return id;
  }

  void announce(InetSocketAddress address) {
    int id = localId(address.getAddress());
    pending.addLast(new Announce(id, IpAddress.of(address.getAddress()), address.getPort()));
  }

  void withdraw(InetAddress address) {
    Integer id = localIds.remove(address);
    if (id != null) {
      pending.addLast(new Withdraw(id));
    }
  }

  void prioritize(int subflowId, boolean backup) {
    pending.addLast(new Prioritize(subflowId, backup));
  }

  /** The signal to send next, or null. */
  Signal next() {
    return pending.peekFirst();
  }

  void sent() {
    pending.pollFirst();
  }

  /**
   * Remembers what the peer announced; false where it is no news. Of an ID that is in use "the
   * Address MUST be the same as previously assigned ..., and the Port MUST be different" (section
   * 3.4.1).
   */
  boolean learn(int id, InetSocketAddress address) {
    InetSocketAddress known = remote.get(id);
    boolean news =
        known == null
            || (known.getAddress().equals(address.getAddress())
                && known.getPort() != address.getPort());
    if (news) {
      remote.put(id, address);
    }
    return news;
  }

  /** Forgets an address of the peer's; false where it is unknown. */
  boolean forget(int id) {
    return remote.remove(id) != null;
  }
}
