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

  /** So many pure ACKs carry the infinite mapping where the peer did not ask for it. */
  private static final int MAPPINGS = 8;

  private final MultipathConnection connection;
  private final Negotiation negotiation;
  private final DataSender sender;
  private long failedDsn;
  private long mappingFrom;
  private long giveUpAt = Long.MAX_VALUE;
  private boolean failDue;
  private int mappingsDue;
  private int answers;

  Fallback(MultipathConnection connection) {
    this.connection = connection;
    this.negotiation = connection.negotiation();
    this.sender = connection.sender();
  }

  /** Whether data may prove that options do not pass: no DSS came yet, and there is one subflow. */
  boolean mayBegin() {
    return !negotiation.isPlain() && !negotiation.confirmed() && isContiguous(false);
  }

  /**
   * Whether an ACK may: "until one of the sent segments has been acknowledged with a DSS option
   * containing a Data ACK", and "before any additional subflows are added" (section 3.7), for else
   * what the peer sends here may lie anywhere in its stream.
   */
  boolean mayBeginByAck(TcpSubflow subflow) {
    return negotiation.isMultipath()
        && sender.sndUna() == 1
        && !connection.joins().joined()
        && isContiguous(false)
        && subflow.receiver().inOrder();
  }

  /** The connection is one of plain TCP from now on. */
  void begin(String reason, Mib counter) {
    if (negotiation.isPlain()) {
      return;
    }
    negotiation.plain(reason);
    connection.opening().releaseToken();
    connection.events().fellBack(reason);
    connection.count(counter);
    giveUpAt = Long.MAX_VALUE;
    TcpSubflow initial = connection.subflowSet().initial();
    initial.phase(TcpSubflow.Phase.PLAIN);
    sender.plain();
    connection.receiver().plain();
    connection.paths().cancel();
    abortJoins();
    initial.receiver().onPlain();
    if (initial.tcp().remoteFinished()) {
      connection.reports().onTcpFin(initial);
    }
  }

  /** "All MPTCP subflows will have to be terminated except one": others are about to join. */
  private void abortJoins() {
    CloseReason why =
        CloseReason.of(Kind.ABORTED, ResetReason.MPTCP_ERROR, "the connection falls back");
    connection.subflowSet().abortOthers(why);
  }

  /** Data was acknowledged without a DSS: the peer may believe in MPTCP still. */
  void beginWithInfiniteMapping(String reason, Mib counter) {
    // the peer has to hear of it before it sends anything again, and an ACK may be lost
    announceMapping(MAPPINGS);
    begin(reason, counter);
  }

  /** With the next ACKs, since there may be no new data, and with the first new data. */
  private void announceMapping(int times) {
    mappingsDue = times;
    mappingFrom = sender.sndUna();
    negotiation.infiniteMapping(sender.sndNxt());
    connection.subflowSet().initial().tcp().requestAck();
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
    if (!isContiguous(false) || position != at) {
      connection.count(Mib.DSS_CORRUPTION_RESET);
      connection.count(Mib.FALLBACK_FAILED);
      return false;
    }
    connection.count(Mib.DSS_CORRUPTION_FALLBACK);
    failedDsn = negotiation.receivedDsn(position);
    failDue = true;
    giveUpAt = connection.nowNanos() + PATIENCE_NANOS;
    abortJoins();
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
   *
   * @param saidByPeer it told that it sends on this subflow alone
   */
  private boolean isContiguous(boolean saidByPeer) {
    return connection.subflowSet().initialCarriesAll(sender, saidByPeer);
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
    if (!isContiguous(true) || !subflow.receiver().inOrder()) {
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
    announceMapping(1);
    begin("MP_FAIL from the peer", Mib.MP_FAIL_FALLBACK);
  }

  /** MP_FAIL came though this side is plain TCP already: its answer was lost. */
  void onFailAgain(TcpSubflow subflow) {
    if (negotiation.infiniteMappingAnnounced() && answers++ < MOST_ANSWERS) {
      connection.count(Mib.MP_FAIL_RX);
      failDue = true;
      mappingsDue = Math.max(1, mappingsDue);
      subflow.tcp().requestAck();
    }
  }

  /**
   * The peer's infinite mapping. "When a connection has fallen back with an infinite mapping, only
   * one subflow can send data; otherwise, the receiver would not know how to reorder the data": so
   * there has to be one, and no gap.
   */
  void onInfiniteMapping(TcpSubflow subflow, long position, long at) {
    boolean initial = subflow == connection.subflowSet().initial();
    if (initial && isContiguous(true) && position == at && subflow.receiver().inOrder()) {
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

  /**
   * Whether a segment without data carries the infinite mapping, which the first new data repeats;
   * where there is none the FIN does, which comes until it arrives.
   */
  boolean mappingDue(boolean fin) {
    return mappingsDue > 0 || (fin && negotiation.infiniteMappingAt(sender.sndNxt()));
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
    mappingsDue = Math.max(0, mappingsDue - 1);
  }

  /** New data carried it, and will until it arrives. */
  void mappingSentWithData() {
    mappingsDue = 0;
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
