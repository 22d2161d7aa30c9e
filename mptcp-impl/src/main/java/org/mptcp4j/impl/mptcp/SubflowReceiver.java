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
 * puts it, after the mapping's checksum was verified (RFC 6824, sections 3.3.1 and 3.6).
 */
final class SubflowReceiver {
  private final MultipathConnection connection;
  private final TcpSubflow subflow;
  private final ReceiveMappings mappings = new ReceiveMappings();
  private ByteQueue unverified;
  private boolean failed;
  private long failedDsn;

  SubflowReceiver(MultipathConnection connection, TcpSubflow subflow) {
    this.connection = connection;
    this.subflow = subflow;
  }

  void onMapping(long at, long dataPosition, int length, boolean fin, int checksum) {
    if (at + length <= subflow.tcp().receiveNext()) {
      return;
    }
    if (!mappings.add(
        at, dataPosition, length, fin, connection.negotiation().checksums() ? checksum : -1)) {
      connection.count(Mib.DSS_NOT_MATCHING);
      subflow.tcp().abort(CloseReason.of(Kind.PROTOCOL_ERROR, "conflicting DSS mapping"));
    }
  }

  void onText(long position, PacketBuffer buffer, int offset, int length, long now) {
    long at = position;
    int from = offset;
    int left = length;
    // "The receiver MUST discard all data following the data sequence number specified"
    while (left > 0 && !failed) {
      if (connection.negotiation().isPlain()) {
        connection.reports().onData(at, buffer, from, left);
        return;
      }
      Mapping mapping = mappings.find(at);
      if (mapping == null) {
        if (!onUnmapped()) {
          return;
        }
        continue;
      }
      int piece = (int) Math.min(left, mapping.subflowEnd() - at);
      deliver(mapping, at, buffer, from, piece);
      at += piece;
      from += piece;
      left -= piece;
    }
  }

  /** Returns whether the connection fell back, so that the text can be taken as it is. */
  private boolean onUnmapped() {
    if (connection.mayFallBack()) {
      // "if a receiver gets data without a DSS in the first window, it MUST fall back" (section
      // 3.6)
      connection.fallBack("data without DSS", Mib.FALLBACK_DATA);
      return true;
    }
    connection.count(Mib.DSS_NO_MATCH_TCP);
    ResetReason stripped = ResetReason.MIDDLEBOX_INTERFERENCE;
    subflow.tcp().abort(CloseReason.of(Kind.PROTOCOL_ERROR, stripped, "data without a mapping"));
    return false;
  }

  private void deliver(Mapping mapping, long at, PacketBuffer buffer, int offset, int length) {
    if (mapping.checksum() < 0) {
      connection
          .reports()
          .onData(
              mapping.dataPosition() + (at - mapping.subflowPosition()), buffer, offset, length);
      return;
    }
    if (unverified == null || unverified.tail() != at) {
      clearUnverified();
      unverified = new ByteQueue(at, connection.pool());
    }
    if (mapping.subflowPosition() < unverified.head()) {
      // it begins in data that an earlier mapping had covered: nobody can verify it
      fail(mapping);
      return;
    }
    unverified.append(buffer, offset, length);
    if (at + length == mapping.subflowEnd()) {
      verify(mapping);
    }
  }

  private void verify(Mapping mapping) {
    long from = mapping.subflowPosition();
    int covered = mapping.length() + (mapping.fin() ? 1 : 0);
    int sum = unverified.checksum(from, mapping.length());
    long dsn = connection.negotiation().receivedDsn(mapping.dataPosition());
    if (DssChecksum.verifies(dsn, (int) from, covered, sum, mapping.checksum())) {
      connection.reports().onVerified(mapping.dataPosition(), unverified, from, mapping.length());
      unverified.dropUntil(mapping.subflowEnd());
      return;
    }
    fail(mapping);
  }

  /** "Immediately closed with an RST, featuring an MP_FAIL option" (section 3.6). */
  private void fail(Mapping mapping) {
    connection.count(Mib.DATA_CSUM_ERR);
    failed = true;
    failedDsn = connection.negotiation().receivedDsn(mapping.dataPosition());
    clearUnverified();
    subflow.tcp().abort(CloseReason.of(Kind.PROTOCOL_ERROR, "wrong DSS checksum"));
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
    clearUnverified();
  }

  private void clearUnverified() {
    if (unverified != null) {
      unverified.clear();
    }
  }
}
