package org.mptcp4j.impl.mptcp;

import java.util.List;
import org.mptcp4j.impl.mptcp.data.DataSender;

/**
 * Retransmission at the data level (RFC 6824, section 3.3.6): when a subflow's timer fires, and
 * when no DATA_ACK comes though the subflows acknowledged everything.
 */
final class DataTimer {
  private static final long SECOND = 1_000_000_000L;
  private static final int MAX_BACKOFF = 6;
  private static final long RETRY_BYTES = 64 * 1024;

  private final MultipathConnection connection;
  private final DataSender sender;
  private TcpSubflow stalled;
  private int backoff;

  DataTimer(MultipathConnection connection) {
    this.connection = connection;
    this.sender = connection.sender();
  }

  long deadline() {
    if (connection.negotiation().isPlain() || !sender.outstanding()) {
      return Long.MAX_VALUE;
    }
    return sender.progressAt() + (timeout() << backoff);
  }

  private long timeout() {
    long longest = SECOND;
    List<TcpSubflow> subflows = connection.subflowSet().all();
    for (int i = 0; i < subflows.size(); i++) {
      if (subflows.get(i).usable()) {
        // without TCP's back-off, which on a dead subflow knows no end
        TcpSubflow subflow = subflows.get(i);
        long calm = subflow.smoothedRttNanos() + 4 * subflow.rttVarianceNanos();
        longest = Math.max(longest, 2 * calm);
      }
    }
    return longest;
  }

  void progress() {
    backoff = 0;
  }

  void onDeadline(long now) {
    if (deadline() > now) {
      return;
    }
    sender.retried(now);
    backoff = Math.min(MAX_BACKOFF, backoff + 1);
    connection.count(Mib.DATA_RETRANSMISSIONS);
    if (sender.sndUna() < sender.sndNxt()) {
      long end = Math.min(sender.sndNxt(), sender.sndUna() + RETRY_BYTES);
      sender.reinjection().addFirst(sender.sndUna(), end);
    } else {
      connection.ending().requestFin();
    }
  }

  /** A subflow's timer fired: others take what it could not deliver, once per stall. */
  void onSubflowTimeout(TcpSubflow subflow) {
    boolean helped = connection.subflowSet().anotherUsable(subflow);
    if (stalled != subflow && helped && connection.negotiation().isMultipath()) {
      stalled = subflow;
      subflow.reinjectOutstanding(sender);
    }
  }

  /** A subflow delivers again. */
  void recovered(TcpSubflow subflow) {
    if (stalled == subflow) {
      stalled = null;
    }
  }
}
