package org.mptcp4j.impl.stack;

import org.mptcp4j.impl.wire.Flow;
import org.mptcp4j.impl.wire.FlowKey;
import org.mptcp4j.impl.wire.IpAddress;
import org.mptcp4j.impl.wire.SegmentView;

/**
 * The demultiplexer: from zone and 4-tuple to whom its segments are for. Open addressing with
 * linear probing, so that a look-up allocates nothing; the hash has a secret, so that nobody can
 * choose addresses and ports that collide.
 *
 * <p>The keys lie in one array, five words each: among a million flows a look-up waits for memory
 * twice, for the key and for the flow.
 */
final class FlowTable {
  private static final int INITIAL_SLOTS = 64;
  private static final int WORDS = 5;
  private static final int LOCAL_HI = 0;
  private static final int LOCAL_LO = 1;
  private static final int REMOTE_HI = 2;
  private static final int REMOTE_LO = 3;

  /** Zone, family and ports; 0 in a slot that is free. */
  private static final int PLACE = 4;

  private static final long TAKEN = 1L << 63;
  private static final long V6 = 1L << 62;
  private static final long MIX_1 = 0x9E3779B97F4A7C15L;
  private static final long MIX_2 = 0xC2B2AE3D27D4EB4FL;

  private final long secret;
  private final Siblings siblings;
  private final long[] wanted = new long[WORDS];
  private long[] keys = new long[INITIAL_SLOTS * WORDS];
  private Flow[] flows = new Flow[INITIAL_SLOTS];
  private int size;

  /**
   * @param siblings where the flows are claimed that are in here
   */
  FlowTable(long secret, Siblings siblings) {
    this.secret = secret;
    this.siblings = siblings;
  }

  int size() {
    return size;
  }

  /** Whom a segment is for that came in at {@code zone}; or null. */
  Flow find(int zone, SegmentView segment) {
    wanted[LOCAL_HI] = segment.destinationHi();
    wanted[LOCAL_LO] = segment.destinationLo();
    wanted[REMOTE_HI] = segment.sourceHi();
    wanted[REMOTE_LO] = segment.sourceLo();
    wanted[PLACE] = place(zone, segment.v6(), segment.destinationPort(), segment.sourcePort());
    return flows[indexOf(wanted, 0)];
  }

  Flow get(FlowKey key) {
    return flows[indexOf(key)];
  }

  /** Returns false where its key is taken, here or by a sibling. */
  boolean put(Flow flow) {
    if (2 * (size + 1) > flows.length) {
      grow();
    }
    int at = indexOf(flow.key());
    if (flows[at] != null || !siblings.claim(flow.key())) {
      return false;
    }
    store(at, flow, wanted, 0);
    size++;
    return true;
  }

  /** Removes {@code flow}, unless another has taken its key. */
  void remove(Flow flow) {
    int hole = indexOf(flow.key());
    if (flows[hole] != flow) {
      return;
    }
    clear(hole);
    size--;
    siblings.release(flow.key());
    // what probed past the hole moves up, so that look-ups may stop at a hole
    for (int at = slot(hole + 1); flows[at] != null; at = slot(at + 1)) {
      Flow moved = flows[at];
      System.arraycopy(keys, at * WORDS, wanted, 0, WORDS);
      clear(at);
      store(indexOf(wanted, 0), moved, wanted, 0);
    }
  }

  private void store(int slot, Flow flow, long[] key, int from) {
    flows[slot] = flow;
    System.arraycopy(key, from, keys, slot * WORDS, WORDS);
  }

  private void clear(int slot) {
    flows[slot] = null;
    keys[slot * WORDS + PLACE] = 0;
  }

  /** Where it is, or would be; its words are {@link #wanted} then. */
  private int indexOf(FlowKey key) {
    IpAddress local = key.local();
    IpAddress remote = key.remote();
    wanted[LOCAL_HI] = local.hi();
    wanted[LOCAL_LO] = local.lo();
    wanted[REMOTE_HI] = remote.hi();
    wanted[REMOTE_LO] = remote.lo();
    wanted[PLACE] = place(key.zone(), local.v6(), key.localPort(), key.remotePort());
    return indexOf(wanted, 0);
  }

  private int indexOf(long[] key, int from) {
    int at = slot(hash(key, from));
    int word = at * WORDS;
    while (keys[word + PLACE] != 0
        && (keys[word + PLACE] != key[from + PLACE]
            || keys[word + LOCAL_LO] != key[from + LOCAL_LO]
            || keys[word + REMOTE_LO] != key[from + REMOTE_LO]
            || keys[word + LOCAL_HI] != key[from + LOCAL_HI]
            || keys[word + REMOTE_HI] != key[from + REMOTE_HI])) {
      at = slot(at + 1);
      word = at * WORDS;
    }
    return at;
  }

  private void grow() {
    long[] oldKeys = keys;
    Flow[] old = flows;
    keys = new long[2 * oldKeys.length];
    flows = new Flow[2 * old.length];
    for (int i = 0; i < old.length; i++) {
      if (old[i] != null) {
        store(indexOf(oldKeys, i * WORDS), old[i], oldKeys, i * WORDS);
      }
    }
  }

  private int slot(int hash) {
    return hash & flows.length - 1;
  }

  private static long place(int zone, boolean v6, int localPort, int remotePort) {
    return TAKEN | (v6 ? V6 : 0) | (long) zone << 32 | (long) localPort << 16 | remotePort;
  }

  private int hash(long[] key, int from) {
    long h = secret;
    for (int i = from; i < from + WORDS; i++) {
      h = mix(h ^ key[i]);
    }
    return (int) h;
  }

  private static long mix(long value) {
    long h = value * MIX_1;
    h = (h ^ h >>> 32) * MIX_2;
    return h ^ h >>> 29;
  }
}
