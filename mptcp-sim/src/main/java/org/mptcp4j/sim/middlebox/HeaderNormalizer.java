package org.mptcp4j.sim.middlebox;

/**
 * A box that cleans headers: no ECN, no urgent data; and, where it is told so, a smaller maximum
 * segment size.
 */
public final class HeaderNormalizer extends TcpMiddlebox {
  private int mss = 0xffff;

  public HeaderNormalizer(Selection selection) {
    super(selection);
  }

  /** Lowers the MSS of SYNs to {@code bytes}. */
  public HeaderNormalizer clampingMss(int bytes) {
    mss = bytes;
    return this;
  }

  @Override
  protected void onSelected(Arrival arrival, Output out) {
    TcpSegment segment = arrival.segment();
    segment.ecn(0).urgentPointer(0);
    segment.flags(segment.flags() & ~(TcpSegment.ECE | TcpSegment.CWR | TcpSegment.URG));
    segment.options(segment.options().stream().map(this::clamped).toList());
    pass(arrival, out);
  }

  private TcpOption clamped(TcpOption option) {
    if (option.kind() != TcpOption.MAXIMUM_SEGMENT_SIZE) {
      return option;
    }
    int value = Math.min(mss, option.bytes().getShort(2) & 0xffff);
    return TcpOption.of((byte) 2, (byte) 4, (byte) (value >>> 8), (byte) value);
  }
}
