package org.mptcp4j.impl.mptcp.address;

import java.net.InetAddress;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The IDs of this side's addresses: "The Address ID MUST uniquely identify the address for the
 * sender of the option (within the scope of the connection)" (RFC 8684, section 3.4.1). That of the
 * initial subflow has ID 0.
 */
public final class LocalAddresses {
  /** No ID: all 256 are in use, or the address has none. */
  public static final int NONE = -1;

  private static final int IDS = 256;

  private final Map<InetAddress, Entry> entries = new HashMap<>(4);
  private final BitSet used = new BitSet();
  private final Set<InetAddress> withdrawn = new HashSet<>(2);
  private int nextId;

  private static final class Entry {
    private final int id;
    private boolean backup;

    Entry(int id) {
      this.id = id;
    }
  }

  public LocalAddresses(InetAddress initial) {
    id(initial);
  }

  /** The ID of an address: a new one where it has none, or {@link #NONE} where none is left. */
  public int id(InetAddress address) {
    Entry entry = entry(address);
    return entry == null ? NONE : entry.id;
  }

  private Entry entry(InetAddress address) {
    Entry known = entries.get(address);
    if (known != null || used.cardinality() == IDS) {
      return known;
    }
    // an ID that was removed is used again as late as possible: its REMOVE_ADDR may be on its way
    while (used.get(nextId)) {
      nextId = (nextId + 1) % IDS;
    }
    Entry entry = new Entry(nextId);
    used.set(nextId);
    nextId = (nextId + 1) % IDS;
    entries.put(address, entry);
    return entry;
  }

  /**
   * The address is about to be announced.
   *
   * @param backup of the subflows that the peer opens to it
   * @return its ID, or {@link #NONE}
   */
  public int announce(InetAddress address, boolean backup) {
    withdrawn.remove(address);
    Entry entry = entry(address);
    if (entry == null) {
      return NONE;
    }
    entry.backup = backup;
    return entry.id;
  }

  /** The address is gone. Returns the ID that it had, or {@link #NONE} where the peer knew none. */
  public int withdraw(InetAddress address) {
    withdrawn.add(address);
    Entry entry = entries.remove(address);
    if (entry == null) {
      return NONE;
    }
    used.clear(entry.id);
    return entry.id;
  }

  /** Whether the address has an ID. */
  public boolean isKnown(InetAddress address) {
    return entries.containsKey(address);
  }

  /** Whether the address was withdrawn and not announced since. */
  public boolean isWithdrawn(InetAddress address) {
    return withdrawn.contains(address);
  }

  /** Whether subflows that the peer opens to the address are backups. */
  public boolean isBackup(InetAddress address) {
    Entry entry = entries.get(address);
    return entry != null && entry.backup;
  }
}
