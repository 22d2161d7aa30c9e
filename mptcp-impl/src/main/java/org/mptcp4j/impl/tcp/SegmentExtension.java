package org.mptcp4j.impl.tcp;

import java.nio.ByteBuffer;
import org.mptcp4j.CloseReason;
import org.mptcp4j.impl.wire.SegmentView;

/**
 * The one door through which a protocol enters that lives in TCP options. TCP knows nothing of it.
 *
 * <p>Options are decided first and written then: TCP asks for their length before it knows how much
 * payload fits.
 */
public interface SegmentExtension {
  /** Plain TCP. */
  SegmentExtension NONE =
      new SegmentExtension() {
        @Override
        public int planOptions(OutgoingSegment segment, int room) {
          return 0;
        }

        @Override
        public void writeOptions(OutgoingSegment segment, ByteBuffer target) {}

        @Override
        public boolean onSegment(SegmentView segment, long nowNanos) {
          return true;
        }
      };

  /**
   * Decides the options of the segment that is about to leave.
   *
   * @param room bytes that TCP's own mandatory options (MSS, window scale, SACK permitted,
   *     timestamps) leave free; SACK blocks get what then remains
   * @return the bytes needed, a multiple of 4, at most {@code room}; where that is not one, as many
   *     as there are, and the timestamps are not aligned then
   */
  int planOptions(OutgoingSegment segment, int room);

  /** Writes what the last {@link #planOptions} decided, exactly so many bytes. */
  void writeOptions(OutgoingSegment segment, ByteBuffer target);

  /** What stands in its stead in TIME-WAIT, when it is not asked any more. */
  default TimeWait.Farewell farewell() {
    return TimeWait.Farewell.NONE;
  }

  /**
   * A segment arrived that TCP accepts (RFC 9293, section 3.10.7: its sequence number, RST, SYN and
   * ACK field were checked), before its ACK, text and FIN are processed. SYN and SYN+ACK included.
   *
   * @return false to drop the segment unprocessed; the extension may have aborted the connection
   */
  boolean onSegment(SegmentView segment, long nowNanos);

  /**
   * A RST that TCP accepts ends the connection.
   *
   * @param reason what TCP makes of it
   * @return what the options of {@code segment} make of it
   */
  default CloseReason onReset(SegmentView segment, CloseReason reason) {
    return reason;
  }

  /**
   * Whether a duplicate ACK was sent for the sake of its options: then it says nothing of the
   * network.
   */
  default boolean isSignal(SegmentView segment) {
    return false;
  }
}
