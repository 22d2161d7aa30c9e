package org.mptcp4j.impl.mptcp;

import org.mptcp4j.CloseReason;
import org.mptcp4j.CloseReason.Kind;
import org.mptcp4j.ResetReason;
import org.mptcp4j.impl.mptcp.data.DataSender;
import org.mptcp4j.impl.mptcp.handshake.Negotiation;

/**
 * From Multipath TCP back to plain TCP (RFC 6824, section 3.6; RFC 8684, section 3.7): when that
 * may be, and what either side tells the other. There is no way from plain TCP to MPTCP.
 */
final class Fallback {
  /** How long an MP_FAIL may stay unanswered, while what failed is held. */
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  private static final int MOST_ANSWERS = 8;

  private final MultipathConnection connection;
  private final Negotiation negotiation;
  private final DataSender sender;
  private long failedDsn;
  private long mappingFrom;
  private long giveUpAt = Long.MAX_VALUE;
  private boolean failDue;
  private boolean mappingDue;
  private int answers;

  Fallback(MultipathConnection connection) {
    this.connection = connection;
    this.negotiation = connection.negotiation();
    this.sender = connection.sender();
  }

  /** Whether options may prove not to pass: no DSS came yet, and there is one subflow. */
  boolean mayBegin() {
    return !negotiation.isPlain() && !negotiation.confirmed() && isContiguous();
  }

  /** The connection is one of plain TCP from now on. */
  void begin(String reason, Mib counter) {
    if (negotiation.isPlain()) {
      return;
    }
    negotiation.plain(reason);
    connection.releaseToken();
    connection.events().fellBack(reason);
    connection.count(counter);
    giveUpAt = Long.MAX_VALUE;
    TcpSubflow initial = connection.subflowSet().initial();
    initial.phase(TcpSubflow.Phase.PLAIN);
    sender.plain();
    connection.paths().cancel();
    initial.receiver().onPlain();
    if (initial.tcp().remoteFinished()) {
      connection.reports().onTcpFin(initial);
    }
  }

  /** Data was acknowledged without a DSS: the peer may believe in MPTCP still. */
  void beginWithInfiniteMapping(String reason, Mib counter) {
    begin(reason, counter);
    negotiation.infiniteMapping(sender.sndNxt());
  }

  // a checksum is wrong

  /**
   * The checksum of a mapping is wrong. "If a receiver identifies a checksum failure when there is
   * only one path, it will send back an MP_FAIL option on the subflow-level ACK".
   *
   * @param position of the mapping in the peer's stream
   * @param at of the mapping in the subflow's
   * @return false where the subflow has to be closed: data is not contiguous
   */
  boolean onWrongChecksum(long position, long at) {
    if (!isContiguous() || position != at) {
      connection.count(Mib.DSS_CORRUPTION_RESET);
      connection.count(Mib.FALLBACK_FAILED);
      return false;
    }
    connection.count(Mib.DSS_CORRUPTION_FALLBACK);
    failedDsn = negotiation.receivedDsn(position);
    failDue = true;
    giveUpAt = connection.nowNanos() + PATIENCE_NANOS;
    connection.subflowSet().initial().tcp().requestAck();
    return true;
  }

  /** Whether what failed is held until the peer's infinite mapping says how to read it. */
  boolean waits() {
    return giveUpAt != Long.MAX_VALUE;
  }

  /**
   * Whether data went and came in order over the initial subflow alone, so that it is read without
   * any mapping: "If it is known that all unacknowledged data in flight is contiguous".
   */
  private boolean isContiguous() {
    return connection.subflowSet().initialCarriesAll(sender);
  }

  /**
   * MP_FAIL came with an ACK. "The receiver of an MP_FAIL MUST also respond with an MP_FAIL in the
   * reverse direction and entirely revert to a regular TCP session."
   */
  void onFail(TcpSubflow subflow, long dsn) {
    long position = negotiation.sentPosition(dsn, true, sender.sndUna());
    if (position < 1 || position > sender.sndNxt() + 1) {
      connection.count(Mib.MP_FAIL_UNKNOWN);
      return;
    }
    connection.count(Mib.MP_FAIL_RX);
    if (!isContiguous() || !subflow.receiver().inOrder()) {
      connection.count(Mib.FALLBACK_FAILED);
      subflow
          .tcp()
          .abort(
              CloseReason.of(
                  Kind.PROTOCOL_ERROR,
                  ResetReason.MIDDLEBOX_INTERFERENCE,
                  "MP_FAIL from the peer"));
      return;
    }
    failDue = !waits();
    failedDsn = negotiation.receivedDsn(connection.receiver().rcvNxt());
    mappingDue = true;
    mappingFrom = sender.sndUna();
    negotiation.infiniteMapping(sender.sndNxt());
    begin("MP_FAIL from the peer", Mib.MP_FAIL_FALLBACK);
    subflow.tcp().requestAck();
  }

  /** MP_FAIL came though this side is plain TCP already: its answer was lost. */
  void onFailAgain(TcpSubflow subflow) {
    if (negotiation.infiniteMappingAnnounced() && answers++ < MOST_ANSWERS) {
      connection.count(Mib.MP_FAIL_RX);
      failDue = true;
      mappingDue = true;
      subflow.tcp().requestAck();
    }
  }

  /**
   * The peer's infinite mapping. "When a connection has fallen back with an infinite mapping, only
   * one subflow can send data; otherwise, the receiver would not know how to reorder the data": so
   * there has to be one, and no gap.
   */
  void onInfiniteMapping(TcpSubflow subflow, long position, long at) {
    if (isContiguous() && position == at && subflow == connection.subflowSet().initial()) {
      connection.count(Mib.INFINITE_MAP_RX);
      begin("infinite mapping from the peer", Mib.FALLBACK_DATA);
      return;
    }
    connection.count(Mib.DSS_NOT_MATCHING);
    connection.count(Mib.FALLBACK_FAILED);
    subflow
        .tcp()
        .abort(
            CloseReason.of(
                Kind.PROTOCOL_ERROR,
                ResetReason.MPTCP_ERROR,
                "infinite mapping that is not contiguous"));
  }

  // what the planner asks

  /** Whether a pure ACK carries MP_FAIL: each one, until the peer's answer comes. */
  boolean failDue() {
    return failDue || waits();
  }

  long failedDsn() {
    return failedDsn;
  }

  /** Whether a pure ACK carries the infinite mapping, which the first new data repeats. */
  boolean mappingDue() {
    return mappingDue;
  }

  /**
   * Where that begins in either stream: it "acts retroactively, referring to ... the most recent
   * segment that was known to be delivered intact".
   */
  long mappingFrom() {
    return mappingFrom;
  }

  /** A pure ACK carried what was due. */
  void sent() {
    failDue = false;
    mappingDue = false;
  }

  long deadline() {
    return giveUpAt;
  }

  void onDeadline(long now) {
    if (giveUpAt <= now) {
      giveUpAt = Long.MAX_VALUE;
      connection.subflowSet().initial().receiver().fail(failedDsn, "MP_FAIL stayed unanswered");
    }
  }
}
