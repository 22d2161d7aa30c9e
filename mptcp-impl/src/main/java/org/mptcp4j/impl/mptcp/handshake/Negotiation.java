package org.mptcp4j.impl.mptcp.handshake;

import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.impl.mptcp.data.DataSequence;
import org.mptcp4j.impl.mptcp.handshake.Handshake.Step;
import org.mptcp4j.impl.wire.ReceivedOptions;
import org.mptcp4j.impl.wire.option.MpCapableView;

/**
 * What both sides agreed on: Multipath TCP or plain TCP, its version, checksums, and the numbers
 * that follow from the keys (RFC 6824, sections 3.1 and 3.6).
 */
public final class Negotiation {
  /** DSS with a 32-bit DATA_ACK and a 32-bit mapping, with or without checksum, padded. */
  private static final int DSS_BYTES = 20;

  /** What a number of 64 bits takes more. */
  private static final int WIDE_BYTES = 4;

  private enum Mode {
    NEGOTIATING,
    MULTIPATH,
    PLAIN
  }

  private final Keys keys;
  private final boolean client;
  private final ConnectionOptions options;
  private Mode mode;
  private String fallbackReason;
  private boolean confirmed;
  private boolean checksums;
  private boolean wideDataAck;
  private long infiniteFrom = -1;
  private int capableSyns;
  private boolean plainSynSent;
  private boolean joinForbidden;
  private boolean wasMultipath;
  private boolean ackTurn = true;

  /**
   * @param keys null for plain TCP from the start
   */
  public Negotiation(Keys keys, boolean client, ConnectionOptions options) {
    this.keys = keys;
    this.client = client;
    this.options = options;
    checksums = options.checksum();
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

  /** Plain TCP after both sides had agreed upon Multipath TCP. */
  public boolean fellBack() {
    return isPlain() && wasMultipath;
  }

  /** Why plain TCP is used though MPTCP was wanted; null where it is not. */
  public String fallbackReason() {
    return fallbackReason;
  }

  /** The flags of this side's MP_CAPABLE. */
  public int flags() {
    return keys.handshake().flags(checksums, options.mptcp().joinInitialAddress());
  }

  /**
   * Whether the next SYN carries MP_CAPABLE. "The number of multipath-capable attempts that are
   * made first will be up to local policy" (RFC 8684, section 3.1).
   */
  public boolean offersAgain() {
    plainSynSent |= capableSyns >= options.mptcp().capableSyns();
    return !plainSynSent;
  }

  /** A SYN with MP_CAPABLE left. */
  public void offered() {
    capableSyns++;
  }

  /** Whether a SYN went without MP_CAPABLE, since those with it were not answered. */
  public boolean plainSynSent() {
    return plainSynSent;
  }

  /** Why the SYN+ACK makes this plain TCP; null where it does not. */
  public String objection(ReceivedOptions synAck) {
    MpCapableView capable = synAck.mpCapable();
    if (keys.handshake().acceptsCapable(Step.CAPABLE_SYN_ACK, synAck)) {
      return Handshake.mayUseChecksums(options, capable)
          ? null
          : "SYN+ACK asks for checksums, which are refused";
    }
    if (plainSynSent) {
      return "SYN with MP_CAPABLE unanswered";
    }
    return capable.present()
        ? "SYN+ACK with an MP_CAPABLE that does not fit"
        : "SYN+ACK without MP_CAPABLE";
  }

  /** Whether a SYN, the first or one that came again, can be answered as the first is. */
  public boolean answers(ReceivedOptions syn) {
    return keys.handshake().answers(options, syn);
  }

  /** The peer's MP_CAPABLE in a SYN or SYN+ACK. */
  public void capable(MpCapableView capable) {
    if (capable.hasSenderKey()) {
      keys.remote(capable.senderKey());
    }
    // "if either host requires the use of checksums, checksums MUST be used" (section 3.1)
    checksums |= capable.checksumRequired();
    joinForbidden = keys.handshake().forbidsJoin(capable.flags());
    if (client) {
      mode = Mode.MULTIPATH;
    }
  }

  /**
   * MP_CAPABLE of the third ACK, or with the first data, came to the server.
   *
   * @return false where its keys are not those of this connection
   */
  public boolean confirmKeys(MpCapableView capable) {
    if (capable.receiverKey() != keys.localKey()) {
      return false;
    }
    if (!keys.remoteKnown()) {
      keys.remote(capable.senderKey());
    }
    return capable.senderKey() == keys.remoteKey();
  }

  /** The third ACK of the handshake came to the server. */
  public void multipath() {
    mode = Mode.MULTIPATH;
  }

  /** "the receiver MUST NOT try to open any additional subflows towards this address and port". */
  public boolean joinForbidden() {
    return joinForbidden;
  }

  /**
   * Bytes of options beside data in a full segment; MP_CAPABLE with data takes what a DSS with a
   * 64-bit DATA_ACK does.
   *
   * @param wideDsn whether mappings have DSNs of 64 bits
   */
  public int dataOptionBytes(boolean wideDsn) {
    int wideAckBytes = wideDataAck || firstDataMapped() ? WIDE_BYTES : 0;
    return DSS_BYTES + wideAckBytes + (wideDsn ? WIDE_BYTES : 0);
  }

  /** Whether MP_CAPABLE maps what is sent at {@code position}. */
  public boolean mapsByCapable(long position) {
    return position == 1 && firstDataMapped();
  }

  private boolean firstDataMapped() {
    return capableAckDue() && keys.handshake().mapsFirstData();
  }

  /**
   * Whether a pure ACK repeats MP_CAPABLE. A DATA_FIN takes turns with it, for both have to arrive.
   *
   * @param finDue whether a DATA_FIN waits
   */
  public boolean repeatsCapable(boolean finDue) {
    boolean turn = ackTurn || !finDue;
    ackTurn = !turn;
    return turn;
  }

  /** Returns whether this was the first DSS. */
  public boolean confirm() {
    boolean first = !confirmed && isMultipath();
    confirmed |= first;
    return first;
  }

  public void plain(String reason) {
    wasMultipath |= isMultipath();
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

  /** Whether an infinite mapping was announced. */
  public boolean infiniteMappingAnnounced() {
    return infiniteFrom >= 0;
  }

  /** Whether a checksum that was not negotiated breaks its subflow (RFC 8684, section 3.3). */
  public boolean refusesUnexpectedChecksum() {
    return keys.handshake().refusesUnexpectedChecksum();
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
