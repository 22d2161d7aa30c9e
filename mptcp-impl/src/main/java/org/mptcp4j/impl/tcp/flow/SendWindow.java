package org.mptcp4j.impl.tcp.flow;

/** The peer's window: SND.WND, SND.WL1, SND.WL2 (RFC 9293, section 3.10.7.4). Positions, bytes. */
public final class SendWindow {
  private long wnd;
  private long wl1;
  private long wl2;
  private long largest;
  private int shift;

  /** The peer's scale factor, 0 to 14 (RFC 7323, section 2.3). */
  public void scale(int windowShift) {
    shift = Math.min(windowShift, 14);
  }

  /** The scale factor in use. */
  public int shift() {
    return shift;
  }

  /** The window of a SYN or SYN+ACK, which is never scaled (RFC 7323, section 2.2). */
  public void onSyn(int windowField, long sequence, long acknowledgment) {
    set(windowField, sequence, acknowledgment);
  }

  /**
   * "If (SND.WL1 < SEG.SEQ or (SND.WL1 = SEG.SEQ and SND.WL2 =< SEG.ACK)), set SND.WND". And where
   * SEG.ACK is beyond SND.WL2: such a segment left later, retransmitted or not; without its window
   * SND.UNA would move the right edge beyond what the peer announced.
   *
   * @return whether the window changed
   */
  public boolean update(int windowField, long sequence, long acknowledgment) {
    if (wl2 < acknowledgment || wl1 <= sequence) {
      long before = wnd;
      set(unscaled(windowField), sequence, acknowledgment);
      return wnd != before;
    }
    return false;
  }

  /** Whether the window field says the same as SND.WND: a duplicate ACK must (RFC 5681). */
  public boolean same(int windowField) {
    return unscaled(windowField) == wnd;
  }

  /** The bytes that a window field stands for. */
  public long unscaled(int windowField) {
    return (long) windowField << shift;
  }

  /** SND.WND in bytes. */
  public long bytes() {
    return wnd;
  }

  /** Max(SND.WND), for the sender's silly window avoidance (RFC 9293, section 3.8.6.2.1). */
  public long largest() {
    return largest;
  }

  private void set(long window, long sequence, long acknowledgment) {
    wnd = window;
    wl1 = sequence;
    wl2 = acknowledgment;
    largest = Math.max(largest, window);
  }
}
