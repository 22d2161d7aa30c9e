package org.mptcp4j.sim.middlebox;

import java.util.Arrays;
import java.util.List;

/** A box that cuts segments into smaller ones. FIN and PSH go with the last piece. */
public final class SegmentSplitter extends TcpMiddlebox {
  /** Which pieces get the options of the whole. */
  public enum Options {
    EACH,
    /** The others keep the timestamps alone. */
    FIRST
  }

  private final int pieceBytes;
  private final Options copies;

  /**
   * @param pieceBytes the most payload of a piece, at least 1
   */
  public SegmentSplitter(Selection selection, int pieceBytes, Options copies) {
    super(selection);
    if (pieceBytes < 1) {
      throw new IllegalArgumentException("pieces of " + pieceBytes + " bytes");
    }
    this.pieceBytes = pieceBytes;
    this.copies = copies;
  }

  @Override
  protected void onSelected(Arrival arrival, Output out) {
    TcpSegment whole = arrival.segment();
    byte[] payload = whole.payload();
    if (whole.has(TcpSegment.SYN) || payload.length <= pieceBytes) {
      pass(arrival, out);
      return;
    }
    for (int at = 0; at < payload.length; at += pieceBytes) {
      int end = Math.min(payload.length, at + pieceBytes);
      TcpSegment piece = whole.copy().payload(Arrays.copyOfRange(payload, at, end));
      piece.sequence(whole.sequence() + at);
      if (end < payload.length) {
        piece.flags(whole.flags() & ~(TcpSegment.FIN | TcpSegment.PSH));
      }
      if (at > 0 && copies == Options.FIRST) {
        piece.options(timestamps(whole));
      }
      out.forward(arrival.direction(), piece.toPacket());
    }
  }

  private static List<TcpOption> timestamps(TcpSegment whole) {
    return whole.option(TcpOption.TIMESTAMPS).map(List::of).orElse(List.of());
  }
}
