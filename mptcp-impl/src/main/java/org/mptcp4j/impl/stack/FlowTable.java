package org.mptcp4j.impl.stack;

import org.mptcp4j.impl.wire.Flow;
import org.mptcp4j.impl.wire.FlowKey;
import org.mptcp4j.impl.wire.IpAddress;
import org.mptcp4j.impl.wire.SegmentView;

/**
 * The demultiplexer: from zone and 4-tuple to whom its segments are for. Open addressing with
 * linear probing, so that a look-up allocates nothing; the hash has a secret, so that nobody can
 * choose ports that collide.
 */
final class FlowTable {
  private static final int INITIAL_SLOTS = 64;
  private static final long MIX_1 = 0x9E3779B97F4A7C15L;
  private static final long MIX_2 = 0xC2B2AE3D27D4EB4FL;

  private final long secret;
  private Flow[] slots = new Flow[INITIAL_SLOTS];
  private int size;

  FlowTable(long secret) {
    this.secret = secret;
  }

  int size() {
    return size;
  }

  /** Whom a segment is for that came in at {@code zone}; or null. */
  Flow find(int zone, SegmentView segment) {
    long local = segment.destinationHi() ^ segment.destinationLo();
    long remote = segment.sourceHi() ^ segment.sourceLo();
    int at = slot(hash(zone, local, remote, segment.destinationPort(), segment.sourcePort()));
    while (slots[at] != null) {
      if (matches(slots[at].key(), zone, segment)) {
        return slots[at];
      }
      at = slot(at + 1);
    }
    return null;
  }

  private static boolean matches(FlowKey key, int zone, SegmentView segment) {
    return key.localPort() == segment.destinationPort()
        && key.remotePort() == segment.sourcePort()
        && key.zone() == zone
        && key.local().lo() == segment.destinationLo()
        && key.remote().lo() == segment.sourceLo()
        && key.local().hi() == segment.destinationHi()
        && key.remote().hi() == segment.sourceHi()
        && key.local().v6() == segment.v6();
  }

  Flow get(FlowKey key) {
    return slots[indexOf(key)];
  }

  /** Returns false where its key is taken. */
  boolean put(Flow flow) {
    if (2 * (size + 1) > slots.length) {
      grow();
    }
    int at = indexOf(flow.key());
    if (slots[at] != null) {
      return false;
    }
    slots[at] = flow;
    size++;
    return true;
  }

  /** Removes {@code flow}, unless another has taken its key. */
  void remove(Flow flow) {
    int hole = indexOf(flow.key());
    if (slots[hole] != flow) {
      return;
    }
    slots[hole] = null;
    size--;
    // what probed past the hole moves up, so that look-ups may stop at a hole
    for (int at = slot(hole + 1); slots[at] != null; at = slot(at + 1)) {
      Flow moved = slots[at];
      slots[at] = null;
      slots[indexOf(moved.key())] = moved;
    }
  }

  private int indexOf(FlowKey key) {
    int at = slot(hash(key));
    while (slots[at] != null && !slots[at].key().equals(key)) {
      at = slot(at + 1);
    }
    return at;
  }

  private void grow() {
    Flow[] old = slots;
    slots = new Flow[2 * old.length];
    for (Flow flow : old) {
      if (flow != null) {
        slots[indexOf(flow.key())] = flow;
      }
    }
  }

  private int slot(int hash) {
    return hash & slots.length - 1;
  }

  private int hash(FlowKey key) {
    IpAddress local = key.local();
    IpAddress remote = key.remote();
    return hash(
        key.zone(),
        local.hi() ^ local.lo(),
        remote.hi() ^ remote.lo(),
        key.localPort(),
        key.remotePort());
  }

  private int hash(int zone, long local, long remote, int localPort, int remotePort) {
    long h = secret ^ zone;
    h = mix(h ^ local);
    h = mix(h ^ remote);
    h = mix(h ^ ((long) localPort << 16 | remotePort));
    return (int) h;
  }

  private static long mix(long value) {
    long h = value * MIX_1;
    h = (h ^ h >>> 32) * MIX_2;
    return h ^ h >>> 29;
  }
}
