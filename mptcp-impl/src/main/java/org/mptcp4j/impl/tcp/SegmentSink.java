package org.mptcp4j.impl.tcp;

/** Takes the segments that TCP sends: writes headers and passes packets on. */
@FunctionalInterface
public interface SegmentSink {
  /** Sends one segment; it is valid only during the call. */
  void send(OutgoingSegment segment);
}
