package org.mptcp4j.impl.mptcp.address;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * "All address IDs learned via either MP_JOIN or ADD_ADDR SHOULD be stored by the receiver in a
 * data structure that gathers all the Address ID to address mappings for a connection" (RFC 8684,
 * section 3.4.1). Bounded.
 */
public final class RemoteAddresses {
  /** What an announcement says that was not known. */
  public enum Verdict {
    /** An address or a port that may be joined. */
    NEWS,
    /** It was said before. */
    KNOWN,
    /** It was said before, and an attempt failed since. */
    REFRESHED,
    /** The ID stands for another address. */
    CONFLICT,
    /** There is no room for more. */
    FULL
  }

  private static final int INITIAL_ID = 0;
  private static final int MOST_REMOVED = 32;

  private final int most;
  private final List<Entry> announced = new ArrayList<>(2);
  private final Map<Integer, InetAddress> observed = new HashMap<>(4);
  private final Set<InetAddress> removed = new LinkedHashSet<>(2);

  private static final class Entry {
    private final int id;
    private final int port;
    private final InetSocketAddress address;
    private boolean failed;

    Entry(int id, int port, InetSocketAddress address) {
      this.id = id;
      this.port = port;
      this.address = address;
    }
  }

  /**
   * @param initial the peer's address of the initial subflow, which has ID 0
   * @param most addresses, each with its port, that are remembered of announcements
   */
  public RemoteAddresses(InetAddress initial, int most) {
    this.most = most;
    observed.put(INITIAL_ID, initial);
  }

  /**
   * ADD_ADDR. "A host can therefore send an ADD_ADDR message with an already assigned Address ID,
   * but the Address MUST be the same as previously assigned to this Address ID." What MP_JOIN
   * brought does not count here: a NAT may have changed it.
   *
   * @param port as announced, 0 for none
   * @param address with the port to use
   */
  public Verdict announced(int id, int port, InetSocketAddress address) {
    InetAddress initial = observed.get(INITIAL_ID);
    if (id == INITIAL_ID && initial != null && !address.getAddress().equals(initial)) {
      return Verdict.CONFLICT;
    }
    for (Entry entry : announced) {
      if (entry.id == id && !entry.address.getAddress().equals(address.getAddress())) {
        return Verdict.CONFLICT;
      }
      if (entry.id == id && entry.port == port) {
        boolean again = entry.failed;
        entry.failed = false;
        return again ? Verdict.REFRESHED : Verdict.KNOWN;
      }
    }
    if (announced.size() >= most) {
      return Verdict.FULL;
    }
    announced.add(new Entry(id, port, address));
    removed.remove(address.getAddress());
    return Verdict.NEWS;
  }

  /** MP_JOIN: the source address that was seen, which a NAT may have changed. */
  public void observed(int id, InetAddress address) {
    observed.putIfAbsent(id, address);
    removed.remove(address);
  }

  /** A subflow to that address failed. */
  public void failed(InetSocketAddress address) {
    for (Entry entry : announced) {
      entry.failed |= entry.address.equals(address);
    }
  }

  /** REMOVE_ADDR. Returns whether there was an address with that ID. */
  public boolean remove(int id) {
    boolean known = false;
    for (int i = announced.size() - 1; i >= 0; i--) {
      if (announced.get(i).id == id) {
        noteRemoved(announced.remove(i).address.getAddress());
        known = true;
      }
    }
    InetAddress seen = observed.remove(id);
    if (seen != null) {
      noteRemoved(seen);
    }
    return known || seen != null;
  }

  private void noteRemoved(InetAddress address) {
    if (removed.size() == MOST_REMOVED) {
      removed.remove(removed.iterator().next());
    }
    removed.add(address);
  }

  /** "the receiving host SHOULD no longer use the specified address for future connections" */
  public boolean isRemoved(InetAddress address) {
    return removed.contains(address);
  }

  /** Whether that ID stands for that address, as announced or as seen. */
  public boolean isOf(int id, InetAddress address) {
    for (Entry entry : announced) {
      if (entry.id == id && entry.address.getAddress().equals(address)) {
        return true;
      }
    }
    return address.equals(observed.get(id));
  }
}
