package org.mptcp4j.impl.tcp;

import org.mptcp4j.SubflowInfo;

/** A live view of a connection's variables and counters: times in nanoseconds, sizes in bytes. */
public interface TcpInfo {
  /** SRTT (RFC 6298); 0 before the first sample. */
  long smoothedRttNanos();

  long rttVarianceNanos();

  /** The lowest sample; 0 before the first. */
  long minRttNanos();

  /** Round trip as seen by the receiver of data; SRTT where it has no sample. */
  long receiverRttNanos();

  /** RTO with its backoff. */
  long retransmissionTimeoutNanos();

  long congestionWindow();

  long slowStartThreshold();

  /** Sent and not acknowledged, sacked or lost: pipe of RFC 6675. */
  long inFlight();

  /** Payload of a full segment, options subtracted. */
  int maximumSegmentSize();

  /** The window that the peer announced last, unscaled. */
  long sendWindow();

  /** Payload bytes sent for the first time. */
  long bytesSent();

  long bytesAcked();

  /** Payload bytes received in order. */
  long bytesReceived();

  long bytesRetransmitted();

  /** Times that the retransmission timer fired. */
  long timeouts();

  /** How often it fired since the peer acknowledged anything new. */
  int timeoutsInRow();

  /** Times that loss recovery was entered without a time-out. */
  long fastRecoveries();

  /** Larger segments sent to find the path's MTU (RFC 4821). */
  long pathProbesSent();

  long pathProbesLost();

  /** Whether this side's data is ECN-capable (RFC 3168). */
  boolean ecn();

  /** Times that an echoed congestion mark reduced the congestion window. */
  long markedReductions();

  /** Data segments that came in with a congestion mark, where ECN is on. */
  long marksReceived();

  long segmentsSent();

  long segmentsReceived();

  /** Bytes held out of order. */
  long outOfOrderBytes();

  SubflowInfo.Negotiated negotiated();

  SubflowInfo.Timing timing();

  SubflowInfo.Congestion congestion();

  SubflowInfo.Windows windows();

  SubflowInfo.Traffic traffic();

  SubflowInfo.Recovery recovery();

  SubflowInfo.Limits limits();
}
