package org.mptcp4j;

import java.net.InetSocketAddress;

/**
 * A live view of one subflow: what a scheduler, a path manager or a person looks at. Read on the
 * thread that owns the engine.
 */
public interface Subflow {
  /** Unique in its connection; 0 is the initial subflow. */
  int id();

  InetSocketAddress localAddress();

  InetSocketAddress remoteAddress();

  /** The name of the zone that it runs over, such as {@code dsl}. */
  String zone();

  SubflowState state();

  /** Either side asked for backup use only (RFC 6824, section 3.3.8). */
  boolean backup();

  /**
   * Its retransmission timer fired at least twice and the peer acknowledged nothing new since: the
   * path may be gone, and what was sent on it is sent on others, too.
   */
  boolean stale();

  /** It can take at least one segment of new data now. */
  boolean canSend();

  /** Smoothed round-trip time in nanoseconds (RFC 6298), 0 before the first sample. */
  long smoothedRttNanos();

  /** RTTVAR in nanoseconds (RFC 6298). */
  long rttVarianceNanos();

  /** The lowest round-trip time seen, in nanoseconds; 0 before the first sample. */
  long minRttNanos();

  /** Retransmission time-out in nanoseconds. */
  long retransmissionTimeoutNanos();

  /** Congestion window in bytes. */
  long congestionWindow();

  /** ssthresh in bytes. */
  long slowStartThreshold();

  /** Bytes sent and not acknowledged, sacked or lost (RFC 6675 pipe). */
  long inFlight();

  /** Bytes that the scheduler gave to it and that have not left yet. */
  long queued();

  /** The largest payload of a segment in bytes. */
  int maximumSegmentSize();

  /** Payload bytes sent first, without retransmissions. */
  long bytesSent();

  /** Payload bytes that the peer acknowledged on this subflow. */
  long bytesAcked();

  /** Payload bytes received in order. */
  long bytesReceived();

  /** Payload bytes sent again. */
  long bytesRetransmitted();

  /** Times that the retransmission timer fired. */
  long timeouts();

  /**
   * All figures at this moment, a copy that outlives the subflow; allocates, so it is no way to
   * look at one figure per packet.
   */
  SubflowInfo info();

  /** Sends MP_PRIO and uses it as a backup, or no longer (RFC 6824, section 3.3.8). */
  void setBackup(boolean backup);

  /** Closes it with a FIN; the connection lives on while another subflow does. */
  void close();
}
