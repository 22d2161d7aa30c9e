package org.mptcp4j.impl.mptcp.handshake;

import org.mptcp4j.MptcpVersion;
import org.mptcp4j.impl.mptcp.data.DataSequence;

/**
 * What both sides agreed on: Multipath TCP or plain TCP, its version, checksums, and the numbers
 * that follow from the keys (RFC 6824, sections 3.1 and 3.6).
 */
public final class Negotiation {
  /** Flag A of MP_CAPABLE: "Checksum Required". */
  private static final int FLAG_CHECKSUM = 0x80;

  private enum Mode {
    NEGOTIATING,
    MULTIPATH,
    PLAIN
  }

  private final Keys keys;
  private final boolean client;
  private Mode mode;
  private String fallbackReason;
  private boolean confirmed;
  private boolean checksums;
  private boolean wideDataAck;
  private long infiniteFrom = -1;

  /**
   * @param keys null for plain TCP from the start
   */
  public Negotiation(Keys keys, boolean client, boolean checksums) {
    this.keys = keys;
    this.client = client;
    this.checksums = checksums;
    mode = keys == null ? Mode.PLAIN : Mode.NEGOTIATING;
  }

  public Keys keys() {
    return keys;
  }

  public MptcpVersion version() {
    return isMultipath() ? keys.handshake().version() : MptcpVersion.OFF;
  }

  public boolean client() {
    return client;
  }

  public boolean isPlain() {
    return mode == Mode.PLAIN;
  }

  public boolean isMultipath() {
    return mode == Mode.MULTIPATH;
  }

  /** A DSS came from the peer: MPTCP options pass this path. */
  public boolean confirmed() {
    return confirmed;
  }

  /** DSS checksums are used, or asked for while the handshake runs. */
  public boolean checksums() {
    return checksums;
  }

  public boolean wideDataAck() {
    return wideDataAck;
  }

  /** Whether pure ACKs still repeat MP_CAPABLE: until the peer shows that one arrived. */
  public boolean capableAckDue() {
    return client && isMultipath() && !confirmed;
  }

  /** Why plain TCP is used though MPTCP was wanted; null where it is not. */
  public String fallbackReason() {
    return fallbackReason;
  }

  /** The peer's MP_CAPABLE in a SYN or SYN+ACK. */
  public void capable(long remoteKey, int flags) {
    keys.remote(remoteKey);
    // "If either host requires checksums, they MUST be used" (RFC 6824, section 3.1)
    checksums |= (flags & FLAG_CHECKSUM) != 0;
    if (client) {
      mode = Mode.MULTIPATH;
    }
  }

  /** The third ACK of the handshake came to the server. */
  public void multipath() {
    mode = Mode.MULTIPATH;
  }

  /** Returns whether this was the first DSS. */
  public boolean confirm() {
    boolean first = !confirmed && isMultipath();
    confirmed |= first;
    return first;
  }

  public void plain(String reason) {
    mode = Mode.PLAIN;
    fallbackReason = reason;
  }

  /**
   * The peer may believe in MPTCP still: "The sender will send one final Data Sequence Mapping,
   * with the Data-Level Length value of 0 indicating an infinite mapping" (RFC 6824, section 3.6).
   *
   * @param position of the first data that goes without mapping
   */
  public void infiniteMapping(long position) {
    infiniteFrom = position;
  }

  /** Whether data at {@code position} announces the infinite mapping. */
  public boolean infiniteMappingAt(long position) {
    return position == infiniteFrom;
  }

  /** The DSN of a position of this side's stream. */
  public long dsn(long position) {
    return keys.localIdsn() + position;
  }

  /** The DSN of a position of the peer's stream. */
  public long receivedDsn(long position) {
    return keys.remoteIdsn() + position;
  }

  public long sentPosition(long dataAck, boolean wide, long near) {
    return DataSequence.position(dataAck, wide, keys.localIdsn(), near);
  }

  public long receivedPosition(long dsn, boolean wide, long near) {
    // "a 64-bit DSN MUST be acknowledged by a 64-bit DATA_ACK" (RFC 6824, section 3.3.1)
    wideDataAck |= wide;
    return DataSequence.position(dsn, wide, keys.remoteIdsn(), near);
  }
}
