package org.mptcp4j.impl.tcp.path;

/**
 * The largest segment that the path takes: told by ICMP (RFC 1191, RFC 8201), checked as RFC 5927,
 * section 7, has it, and found by probes that carry data where ICMP is not heard (RFC 4821).
 *
 * <p>Sizes are bytes as in the MSS option: of an IP packet, without its IP and TCP headers.
 */
public final class PathMtu {
  /** RFC 4821, section 7.2: where a search begins, and half of it, and half again. */
  private static final int BASE = 1024;

  /**
   * Less would be mostly headers, with the options of a connection subtracted, or have no room for
   * text at all. A path that takes less gets fragments.
   */
  private static final int SMALLEST_V4 = 256;

  /** RFC 8201, section 4: "must not reduce its estimate ... below the IPv6 minimum link MTU". */
  private static final int SMALLEST_V6 = 1280 - 60;

  /**
   * RFC 1191, section 3: "A host MUST never reduce its estimate of the Path MTU below 68 octets".
   */
  private static final int LEAST_CLAIM_V4 = 68 - 40;

  /** A search ends when no more than this could be gained. */
  private static final int WORTH_A_PROBE = 8;

  /** One lost probe may have met congestion; so many of one size met their match. */
  private static final int PROBES_OF_A_SIZE = 2;

  /** Timeouts in a row from which on full-sized segments are taken to vanish (section 7.7). */
  private static final int FULL_STOP = 2;

  /** RFC 1191, section 6.3: "We recommend ... 10 minutes"; never sooner than 5 after an error. */
  private static final long RAISE_NANOS = 600_000_000_000L;

  private static final int NONE = 0;
  private static final long NEVER = Long.MAX_VALUE;

  private final boolean v6;
  private final boolean probing;
  private int ceiling;
  private int size;
  private int high;
  private boolean tryHigh;
  private boolean fragments;
  private long raiseAt = NEVER;
  private int probe;
  private int failures;
  private int timeouts;
  private int proven;
  private long proofAt = NEVER;
  private int claim;
  private long claimAt;
  private long probesSent;
  private long probesLost;

  /**
   * @param v6 whether the path is one of IPv6
   * @param probing whether to search where ICMP says nothing
   */
  public PathMtu(boolean v6, boolean probing) {
    this.v6 = v6;
    this.probing = probing;
  }

  /** Both sides and this side's link take so much; the path is thought to, until it shows. */
  public void open(int bytes) {
    ceiling = bytes;
    fragments = false;
    settle(bytes, NEVER);
  }

  /** The largest segment now. */
  public int size() {
    return size;
  }

  /**
   * Whether routers shall cut segments where they are too big: the path is said to take less than
   * any that are sent. RFC 1191, section 3: "the host may elect to end the discovery process by
   * ceasing to set the DF bit".
   */
  public boolean fragments() {
    return fragments;
  }

  // RFC 1191, RFC 8201: what ICMP says

  /**
   * An ICMP error said that a segment was too big. RFC 5927, section 7.2: the claim is believed at
   * once where nothing shows that larger segments pass; else when a time-out confirms it.
   *
   * @param bytes what the next hop is said to take
   * @param position of the quoted segment, which is outstanding
   * @return whether {@link #size} fell
   */
  public boolean onTooBig(int bytes, long position, long now) {
    if (bytes >= size) {
      if (probe > bytes) {
        // of the probe: no need to search above
        high = Math.min(high, bytes);
        tryHigh = true;
        failures = 0;
      }
      return false;
    }
    if (bytes < (v6 ? SMALLEST_V6 : LEAST_CLAIM_V4)) {
      return false;
    }
    if (proven > bytes && !fragments) {
      claim = bytes;
      claimAt = position;
      return false;
    }
    return believe(bytes, now);
  }

  private boolean believe(int bytes, long now) {
    claim = NONE;
    if (bytes < smallest()) {
      fragments = true;
      raiseAt = now + RAISE_NANOS;
    }
    int next = Math.max(bytes, smallest());
    return next < size && settle(next, now + RAISE_NANOS);
  }

  /**
   * What fits where an old router did not say: the next lower of the usual MTUs (RFC 1191, section
   * 7.1).
   *
   * @param packet bytes of the IP packet that was too big
   */
  public static int plateauBelow(int packet) {
    int[] plateaus = {32_000, 17_914, 8_166, 4_352, 2_002, 1_492, 1_006, 508, 296};
    for (int plateau : plateaus) {
      if (plateau < packet) {
        return plateau;
      }
    }
    return 68;
  }

  // what the connection sees of its segments

  /** New data was sent; at least one segment of it is a full one where {@code full} says so. */
  public void onSent(long end, boolean full) {
    if (full && proofAt == NEVER && proven < size) {
      proofAt = end;
    }
  }

  /** SND.UNA advanced to {@code ack}: the path takes what was sent. */
  public void onProgress(long ack) {
    timeouts = 0;
    if (ack >= proofAt) {
      proven = size;
      proofAt = NEVER;
    }
    if (ack > claimAt) {
      // RFC 5927, section 7.2: the quoted segment arrived, so the error was none
      claim = NONE;
    }
  }

  /**
   * The retransmission timer fired.
   *
   * @param largest bytes of the largest segment that this would send again
   * @return whether {@link #size} fell
   */
  public boolean onTimeout(int largest, long now) {
    timeouts++;
    if (claim != NONE && claim < size) {
      return believe(claim, now);
    }
    if (!probing || timeouts % FULL_STOP != 0) {
      return false;
    }
    int base = base(timeouts / FULL_STOP);
    if (base >= size || largest <= base) {
      return false;
    }
    // A full stop. Where it was no matter of size, the first probe shows that the old one is good.
    int limit = high;
    settle(base, NEVER);
    high = limit;
    return true;
  }

  /**
   * RFC 4821, section 7.7: "Upon additional successive timeouts, search_low and eff_pmtu SHOULD be
   * halved".
   */
  private int base(int fullStops) {
    return Math.max(smallest(), v6 ? SMALLEST_V6 : BASE >> Math.min(fullStops - 1, 8));
  }

  private int smallest() {
    return Math.min(ceiling, v6 ? SMALLEST_V6 : SMALLEST_V4);
  }

  // RFC 4821: the search

  /**
   * The size of the next probe, 0 for none: nothing to find, or one is on its way.
   *
   * @return more than {@link #size}
   */
  public int nextProbe() {
    if (!probing || fragments || probe != NONE || high - size < WORTH_A_PROBE) {
      return NONE;
    }
    return tryHigh ? high : size + (high - size + 1) / 2;
  }

  /** A probe of {@link #nextProbe} bytes was sent. */
  public void onProbeSent() {
    probe = nextProbe();
    probesSent++;
  }

  /** It arrived: {@link #size} rose to it. */
  public void onProbeArrived(long now) {
    int found = probe;
    int limit = high;
    settle(found, NEVER);
    proven = found;
    high = Math.max(limit, found);
    tryHigh = false;
    endWhereFound(now);
  }

  /** It was lost. */
  public void onProbeLost(long now) {
    probesLost++;
    if (probe > high) {
      // An ICMP error told the limit in the meantime
      probe = NONE;
      return;
    }
    if (++failures >= PROBES_OF_A_SIZE) {
      high = probe - 1;
      tryHigh = false;
      failures = 0;
    }
    probe = NONE;
    endWhereFound(now);
  }

  private void endWhereFound(long now) {
    if (high - size < WORTH_A_PROBE && size < ceiling) {
      raiseAt = now + RAISE_NANOS;
    }
  }

  /**
   * RFC 1191, section 6.3: paths change. After ten minutes the search begins again; without probes
   * the first hop's size is tried, and ICMP tells if it is too much.
   *
   * @return whether {@link #size} rose
   */
  public boolean raise(long now) {
    if (now < raiseAt) {
      return false;
    }
    raiseAt = NEVER;
    fragments = false;
    if (!probing) {
      return settle(ceiling, NEVER);
    }
    high = ceiling;
    tryHigh = true;
    return false;
  }

  private boolean settle(int bytes, long nextRaise) {
    size = bytes;
    high = bytes;
    tryHigh = true;
    raiseAt = nextRaise;
    probe = NONE;
    failures = 0;
    proven = Math.min(proven, bytes);
    proofAt = NEVER;
    claim = NONE;
    return true;
  }

  /** Probes sent so far. */
  public long probesSent() {
    return probesSent;
  }

  /** Probes that did not arrive. */
  public long probesLost() {
    return probesLost;
  }
}
