package org.mptcp4j.impl.mptcp;

import org.mptcp4j.CloseReason;
import org.mptcp4j.CloseReason.Kind;
import org.mptcp4j.ResetReason;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.impl.buffer.ByteQueue;
import org.mptcp4j.impl.mptcp.data.ReceiveMappings;
import org.mptcp4j.impl.mptcp.data.ReceiveMappings.Mapping;
import org.mptcp4j.impl.wire.DssChecksum;

/**
 * From a subflow's text in order to the connection's stream: each byte goes to where its mapping
 * puts it, after the mapping's checksum was verified (RFC 8684, sections 3.3.1 and 3.7). What has
 * no mapping yet, or can't be verified yet, is held.
 */
final class SubflowReceiver {
  private final MultipathConnection connection;
  private final TcpSubflow subflow;
  private final ReceiveMappings mappings = new ReceiveMappings();
  private ByteQueue held;
  private Mapping incomplete;
  private boolean suspended;
  private boolean failed;
  private long failedDsn;

  SubflowReceiver(MultipathConnection connection, TcpSubflow subflow) {
    this.connection = connection;
    this.subflow = subflow;
  }

  /** Bytes that TCP acknowledged and the connection's stream has not got. */
  long heldBytes() {
    return held == null ? 0 : held.length();
  }

  /**
   * Bytes beyond RCV.NXT that may come in. What is held to be verified is "within the connection
   * level receive window", whose right edge does not move for it; and a mapping that was begun may
   * be completed, for nothing of a longer one could ever be acknowledged (RFC 8684, sections 3.3.1
   * and 3.3.4).
   */
  long window() {
    long window = connection.receiver().window();
    if (suspended) {
      // the peer may not obey the data level any more
      return Math.max(0, window - heldBytes());
    }
    return incomplete == null
        ? window
        : Math.max(window, incomplete.dataEnd() - connection.receiver().rcvNxt());
  }

  /** Whether all that came may be read as plain TCP has it. */
  boolean inOrder() {
    long next = heldBytes() > 0 ? held.head() : subflow.tcp().receiveNext();
    return next == connection.receiver().rcvNxt();
  }

  /**
   * A mapping came in.
   *
   * @param fin whether a DATA_FIN follows what it maps
   * @return false where there are too many
   */
  boolean onMapping(long at, long dataPosition, int length, boolean fin, int checksum) {
    boolean verified = connection.negotiation().checksums();
    long next = heldBytes() > 0 ? held.head() : subflow.tcp().receiveNext();
    boolean known = at + length <= next;
    if (!known && at > next && mappings.isFull()) {
      return false;
    }
    if (!known && !mappings.add(at, dataPosition, length, fin, verified ? checksum : -1)) {
      connection.count(Mib.DSS_NOT_MATCHING);
      abort(ResetReason.MPTCP_ERROR, "conflicting DSS mapping");
      return true;
    }
    if (fin && !verified) {
      connection.reports().onDataFin(dataPosition + length);
    }
    if (!known && heldBytes() > 0) {
      drain();
    }
    return true;
  }

  void onText(long position, PacketBuffer buffer, int offset, int length, long now) {
    long at = position;
    int from = offset;
    int left = length;
    // "The receiver MUST discard all data following the data sequence number specified"
    while (left > 0 && !failed) {
      Mapping mapping = heldBytes() > 0 ? null : mappings.find(at);
      boolean plain = connection.negotiation().isPlain();
      if (plain || (mapping != null && mapping.checksum() < 0)) {
        int piece = plain ? left : (int) Math.min(left, mapping.subflowEnd() - at);
        long data = plain ? at : mapping.dataPosition() + (at - mapping.subflowPosition());
        connection.reports().onData(data, buffer, from, piece);
        at += piece;
        from += piece;
        left -= piece;
      } else {
        hold(at, buffer, from, left);
        drain();
        return;
      }
    }
  }

  private void hold(long at, PacketBuffer buffer, int offset, int length) {
    if (held == null || held.tail() != at) {
      clearHeld();
      held = new ByteQueue(at, connection.memory());
    }
    held.append(buffer, offset, length);
  }

  /** Hands on what is held, as far as its mappings are there and right. */
  private void drain() {
    incomplete = null;
    while (heldBytes() > 0 && !suspended && !failed) {
      if (connection.negotiation().isPlain()) {
        onPlain();
        return;
      }
      Mapping mapping = mappings.find(held.head());
      if (mapping == null ? !onUnmapped() : !take(mapping)) {
        return;
      }
    }
  }

  /** Returns false where more of the mapping has to come. */
  private boolean take(Mapping mapping) {
    long from = held.head();
    if (mapping.checksum() < 0) {
      int piece = (int) Math.min(held.length(), mapping.subflowEnd() - from);
      long data = mapping.dataPosition() + (from - mapping.subflowPosition());
      release(data, from, piece);
      return true;
    }
    if (mapping.subflowPosition() < from) {
      // it begins in data that an earlier mapping had covered: nobody can verify it
      onWrongChecksum(mapping);
      return false;
    }
    if (held.tail() < mapping.subflowEnd()) {
      incomplete = mapping;
      return false;
    }
    int covered = mapping.length() + (mapping.fin() ? 1 : 0);
    int sum = held.checksum(from, mapping.length());
    long dsn = connection.negotiation().receivedDsn(mapping.dataPosition());
    if (!DssChecksum.verifies(dsn, (int) from, covered, sum, mapping.checksum())) {
      onWrongChecksum(mapping);
      return false;
    }
    release(mapping.dataPosition(), from, mapping.length());
    if (mapping.fin()) {
      // the checksum covered it
      connection.reports().onDataFin(mapping.dataEnd());
    }
    return true;
  }

  private void release(long position, long from, int length) {
    connection.reports().onHeld(position, held, from, length);
    if (heldBytes() > 0) {
      held.dropUntil(from + length);
    }
  }

  /**
   * "the subflow-level receive buffer filling up, since there is no mapping available": then "the
   * subflow SHOULD be treated as broken and closed with a RST" (RFC 8684, section 3.7).
   *
   * @return whether the connection fell back, so that the text can be taken as it is
   */
  private boolean onUnmapped() {
    if (connection.fallback().mayBegin()) {
      // "if a receiver gets data without a DSS in the first window, it MUST fall back"
      connection.count(Mib.NO_DSS_IN_WINDOW);
      connection.fallback().begin("data without DSS", Mib.FALLBACK_DATA);
      return true;
    }
    if (held.length() + subflow.maximumSegmentSize() > connection.receiver().window()) {
      connection.count(Mib.DSS_NO_MATCH_TCP);
      abort(ResetReason.MIDDLEBOX_INTERFERENCE, "data without a mapping");
    }
    return false;
  }

  /**
   * The subflow ended and a mapping for what is held will never come: "no data can be delivered to
   * the application layer", and the peer must not take it for delivered.
   */
  void onEndWithoutMapping() {
    connection.count(Mib.DSS_NO_MATCH_TCP);
    abort(ResetReason.MIDDLEBOX_INTERFERENCE, "the subflow ended before a mapping for its data");
  }

  private void onWrongChecksum(Mapping mapping) {
    connection.count(Mib.DATA_CSUM_ERR);
    long from = mapping.subflowPosition();
    if (from == held.head()
        && connection.fallback().onWrongChecksum(mapping.dataPosition(), from)) {
      suspended = true;
      return;
    }
    fail(connection.negotiation().receivedDsn(mapping.dataPosition()), "wrong DSS checksum");
  }

  /** "Immediately closed with a RST, featuring an MP_FAIL option" (section 3.7). */
  void fail(long dsn, String why) {
    failed = true;
    failedDsn = dsn;
    clearHeld();
    abort(ResetReason.MIDDLEBOX_INTERFERENCE, why);
  }

  private void abort(ResetReason reason, String why) {
    subflow.tcp().abort(CloseReason.of(Kind.PROTOCOL_ERROR, reason, why));
  }

  /** The connection fell back: what is held is read as it came. */
  void onPlain() {
    suspended = false;
    incomplete = null;
    if (heldBytes() > 0) {
      release(held.head(), held.head(), (int) held.length());
    }
    mappings.clear();
  }

  /** Whether a checksum was wrong: the RST says so. */
  boolean failed() {
    return failed;
  }

  /** The DSN at the start of the mapping whose checksum was wrong. */
  long failedDsn() {
    return failedDsn;
  }

  void clear() {
    mappings.clear();
    clearHeld();
  }

  private void clearHeld() {
    incomplete = null;
    if (held != null) {
      held.clear();
    }
  }
}
