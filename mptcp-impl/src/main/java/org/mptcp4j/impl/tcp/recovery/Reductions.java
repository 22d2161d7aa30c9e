package org.mptcp4j.impl.tcp.recovery;

/** Reductions of the congestion window, as an ECN-capable sender must know them (RFC 3168). */
public final class Reductions {
  private boolean fresh;
  private boolean held;
  private long marked;

  void onReduced() {
    fresh = true;
  }

  /** An echoed congestion mark was heeded; the window can't shrink where it {@code isLeast}. */
  void onMark(boolean isLeast) {
    fresh = true;
    held = isLeast;
    marked++;
  }

  /** Whether the congestion window was reduced since this was asked last. */
  public boolean take() {
    boolean taken = fresh;
    fresh = false;
    return taken;
  }

  /** Whether nothing may leave for a whole RTO; since this was asked last. */
  public boolean takeHold() {
    boolean taken = held;
    held = false;
    return taken;
  }

  /** Times that an echoed congestion mark reduced the window. */
  public long marked() {
    return marked;
  }
}
