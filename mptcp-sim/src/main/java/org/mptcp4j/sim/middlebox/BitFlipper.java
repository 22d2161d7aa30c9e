package org.mptcp4j.sim.middlebox;

/**
 * A box that changes bytes of the payload and not its length, and makes TCP's checksum right: bytes
 * at the same positions of the stream each time, retransmitted or not.
 */
public final class BitFlipper extends TcpMiddlebox {
  private final long first;
  private final long period;
  private final long last;
  private long flipped;

  /**
   * @param first position of the first byte in its flow (1 is the first of all)
   * @param period from one changed byte to the next, at least 1
   * @param last no byte behind it is changed
   */
  public BitFlipper(Selection selection, long first, long period, long last) {
    super(selection);
    this.first = first;
    this.period = period;
    this.last = last;
  }

  /** Bytes changed so far, those sent again among them. */
  public long flipped() {
    return flipped;
  }

  @Override
  protected void onSelected(Arrival arrival, Output out) {
    TcpSegment segment = arrival.segment();
    long start = arrival.flow().position(arrival.direction(), segment.sequence());
    byte[] payload = segment.payload();
    for (int i = 0; i < payload.length; i++) {
      long position = start + i;
      if (position >= first && position <= last && (position - first) % period == 0) {
        payload[i] ^= 0x20;
        flipped++;
      }
    }
    segment.payload(payload);
    pass(arrival, out);
  }
}
