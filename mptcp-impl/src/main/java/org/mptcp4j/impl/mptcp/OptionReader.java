package org.mptcp4j.impl.mptcp;

import org.mptcp4j.CloseReason;
import org.mptcp4j.CloseReason.Kind;
import org.mptcp4j.ResetReason;
import org.mptcp4j.impl.mptcp.handshake.Handshake;
import org.mptcp4j.impl.mptcp.handshake.Handshake.Step;
import org.mptcp4j.impl.mptcp.handshake.HandshakeV0;
import org.mptcp4j.impl.mptcp.handshake.Negotiation;
import org.mptcp4j.impl.wire.DssChecksum;
import org.mptcp4j.impl.wire.ReceivedOptions;
import org.mptcp4j.impl.wire.SegmentView;
import org.mptcp4j.impl.wire.SequenceNumbers;
import org.mptcp4j.impl.wire.option.DssView;
import org.mptcp4j.impl.wire.option.MpCapableView;
import org.mptcp4j.impl.wire.option.MpJoinView;
import org.mptcp4j.impl.wire.option.TcpRstView;

/** Acts upon the Multipath TCP options of a segment that TCP accepted (RFC 6824, section 3). */
final class OptionReader {
  private final MultipathConnection connection;

  OptionReader(MultipathConnection connection) {
    this.connection = connection;
  }

  /**
   * "A duplicate ACK that includes any MPTCP signaling (with the exception of the DSS option) MUST
   * NOT be treated as a signal of congestion" (section 4).
   */
  static boolean isSignal(ReceivedOptions options) {
    return options.addAddrCount() > 0
        || options.removeAddr().count() > 0
        || options.mpPrio().present()
        || options.mpCapable().present()
        || options.mpJoin().present()
        || options.mpFail().present()
        || options.fastClose().present();
  }

  static boolean hasDataFin(SegmentView segment) {
    return segment.options().dss().present() && segment.options().dss().dataFin();
  }

  /** Returns false where the segment is to be dropped. */
  boolean read(TcpSubflow subflow, SegmentView segment, long now) {
    ReceivedOptions options = segment.options();
    return switch (subflow.phase()) {
      case PLAIN -> readPlain(subflow, options);
      case CAPABLE -> readCapable(subflow, segment, now);
      case JOINING -> segment.syn() ? readJoinSyn(subflow, segment) : readJoinAck(subflow, segment);
      case JOIN_CONFIRMING -> {
        // "until the fourth ACK": anything that acknowledges the third serves (section 3.2)
        if (!segment.syn()) {
          connection.joins().confirmed(subflow);
        }
        yield readOpen(subflow, segment, options, now);
      }
      case OPEN -> readOpen(subflow, segment, options, now);
    };
  }

  private boolean readPlain(TcpSubflow subflow, ReceivedOptions options) {
    if (options.mpFail().present()) {
      connection.fallback().onFailAgain(subflow);
    }
    if (connection.negotiation().fellBack() && contradicts(subflow, options.dss())) {
      connection.count(Mib.DSS_NOT_MATCHING);
      refuse(subflow, "mapping that is not contiguous after the fallback");
      return false;
    }
    return true;
  }

  /**
   * Whether a mapping of a peer that has still to learn of the fallback says that its data is not
   * where this side would read it: "the receiver would not know how to reorder the data" (section
   * 3.7).
   */
  private boolean contradicts(TcpSubflow subflow, DssView dss) {
    if (!dss.present() || !dss.hasMapping() || (dss.dataFin() && dss.dataLevelLength() == 1)) {
      return false;
    }
    long at = SequenceNumbers.unwrap(dss.subflowSequence(), subflow.tcp().receiveNext());
    return receivedPosition(dss) != at;
  }

  private boolean readCapable(TcpSubflow subflow, SegmentView segment, long now) {
    Negotiation negotiation = connection.negotiation();
    ReceivedOptions options = segment.options();
    if (segment.syn()) {
      return readCapableSyn(subflow, segment, negotiation);
    }
    Handshake handshake = negotiation.keys().handshake();
    boolean keys =
        handshake.acceptsCapable(Step.CAPABLE_ACK, options)
            && negotiation.confirmKeys(options.mpCapable());
    boolean dss = options.dss().present() && !options.mpCapable().present();
    if (keys || (dss && handshake.dssServesAsThirdAck())) {
      connection.count(Mib.MP_CAPABLE_ACK_RX);
      subflow.phase(TcpSubflow.Phase.OPEN);
      connection.opening().multipath();
      return readOpen(subflow, segment, options, now);
    }
    if (dss) {
      // MPTCP passes, and the segment with the keys was lost: it will come again
      return false;
    }
    // "If the third packet (the ACK) does not contain the MP_CAPABLE option, then the session MUST
    // fall back" (section 3.1)
    connection.fallback().begin("third ACK without MP_CAPABLE", Mib.MP_CAPABLE_FALLBACK_ACK);
    return true;
  }

  /** Returns false where the SYN gets no answer. */
  private boolean readCapableSyn(TcpSubflow subflow, SegmentView segment, Negotiation negotiation) {
    MpCapableView capable = segment.options().mpCapable();
    if (segment.ack()) {
      // "If a SYN contains an MP_CAPABLE option but the SYN/ACK does not, ... the MPTCP session
      // MUST operate as a regular, single-path TCP" (section 3.1)
      String objection = negotiation.objection(segment.options());
      if (objection == null) {
        connection.count(Mib.MP_CAPABLE_SYN_ACK_RX);
        negotiation.capable(capable);
        connection.events().multipath();
        subflow.phase(TcpSubflow.Phase.OPEN);
      } else {
        connection.fallback().begin(objection, Mib.MP_CAPABLE_FALLBACK_SYN_ACK);
      }
      connection.opening().learnDestination();
    } else if (negotiation.client()) {
      connection.fallback().begin("both sides opened at once", Mib.SIMULTANEOUS_OPEN_FALLBACK);
    } else if (negotiation.answers(segment.options())) {
      connection.count(Mib.MP_CAPABLE_SYN_RX);
      negotiation.capable(capable);
    } else if (HandshakeV0.understands(capable)) {
      // the SYN came again, without: "the SYN/ACK MUST NOT contain one in response"; or of another
      // version: that of the answer "MUST be equal to or lower" (section 3.1)
      String why = "SYN repeated without MP_CAPABLE, or with another";
      connection.fallback().begin(why, Mib.MP_CAPABLE_FALLBACK_ACK);
    } else {
      // "this SYN MUST be silently ignored" (RFC 6824, section 3.1)
      connection.count(Mib.MP_CAPABLE_IGNORED);
      return false;
    }
    return true;
  }

  /** MP_CAPABLE with data: "semantically equivalent" to a DSS (RFC 8684, section 3.1). */
  private void readFirstMapping(TcpSubflow subflow, MpCapableView capable) {
    Negotiation negotiation = connection.negotiation();
    if (negotiation.client() || !negotiation.confirmKeys(capable)) {
      return;
    }
    if (negotiation.checksums() && !capable.hasChecksum()) {
      connection.count(Mib.DATA_CSUM_ERR);
      refuse(subflow, "MP_CAPABLE with data without the checksum that was negotiated");
      return;
    }
    if (!negotiation.checksums() && capable.hasChecksum()) {
      connection.count(Mib.DATA_CSUM_ERR);
      refuse(subflow, "MP_CAPABLE with a checksum that was not negotiated");
      return;
    }
    connection.opening().confirm();
    if (capable.dataLevelLength() == 0) {
      connection.fallback().onInfiniteMapping(subflow, 1, 1);
      return;
    }
    int checksum = capable.hasChecksum() ? capable.checksum() : -1;
    subflow.onMapping(1, 1, capable.dataLevelLength(), false, checksum);
  }

  private boolean readJoinSyn(TcpSubflow subflow, SegmentView segment) {
    ReceivedOptions options = segment.options();
    if (!segment.ack()) {
      return readFirstJoin(subflow, options.mpJoin());
    }
    Handshake handshake = connection.negotiation().keys().handshake();
    boolean present =
        options.mpJoin().present()
            && options.mpJoin().length() == handshake.length(Step.JOIN_SYN_ACK);
    // "If ... the HMAC is not as expected, the initiator MUST close the subflow with a RST"
    if (!present
        || !subflow.join().remoteNonce(options.mpJoin().nonce())
        || !subflow.join().verifyTruncated(options.mpJoin().truncatedHmac())) {
      connection.count(Mib.MP_JOIN_SYN_ACK_HMAC_FAILURE);
      refuse(subflow, "MP_JOIN in SYN+ACK missing or wrong");
      return false;
    }
    connection.joins().onSynAck(subflow, options.mpJoin());
    subflow.path().joined(options.mpJoin().addressId(), options.mpJoin().backup());
    subflow.phase(TcpSubflow.Phase.JOIN_CONFIRMING);
    return true;
  }

  /** The peer's SYN. That comes again as it was; another one is not for this handshake. */
  private boolean readFirstJoin(TcpSubflow subflow, MpJoinView join) {
    boolean fits =
        join.present()
            && join.length() == MpJoinView.SYN_LENGTH
            && join.token() == connection.negotiation().keys().localToken()
            && subflow.join().remoteNonce(join.nonce());
    if (fits) {
      subflow.path().joined(join.addressId(), join.backup());
    }
    return fits;
  }

  private boolean readJoinAck(TcpSubflow subflow, SegmentView segment) {
    ReceivedOptions options = segment.options();
    boolean present =
        options.mpJoin().present()
            && options.mpJoin().length()
                == connection.negotiation().keys().handshake().length(Step.JOIN_ACK);
    if (!present || !subflow.join().verify(options.mpJoin().hmac())) {
      connection.count(Mib.MP_JOIN_ACK_HMAC_FAILURE);
      refuse(subflow, "MP_JOIN in third ACK missing or wrong");
      return false;
    }
    connection.joins().onThirdAck(subflow);
    // "the receiver ... MUST send an ACK" in reply to the third: the fourth ACK (section 3.2)
    subflow.tcp().requestAck();
    return true;
  }

  private void refuse(TcpSubflow subflow, String why) {
    // "the sender SHOULD send a MP_TCPRST option on this RST packet with the reason code for a
    // 'MPTCP specific error'" (RFC 8684, section 3.2)
    subflow.tcp().abort(CloseReason.of(Kind.PROTOCOL_ERROR, ResetReason.MPTCP_ERROR, why));
  }

  private boolean readOpen(
      TcpSubflow subflow, SegmentView segment, ReceivedOptions options, long now) {
    connection.signals().heard(subflow, now);
    if (options.fastClose().present()) {
      connection.ending().onFastClose(options.fastClose().receiverKey());
      return false;
    }
    if (options.mpJoin().present() && subflow.join() != null && !segment.syn()) {
      // the third ACK again: the fourth was lost
      subflow.tcp().requestAck();
    }
    if (options.mpCapable().hasData() && subflow.join() == null) {
      readFirstMapping(subflow, options.mpCapable());
    }
    if (!readDss(subflow, segment, options.dss(), now)) {
      return false;
    }
    if (options.mpFail().present() && !connection.negotiation().isPlain()) {
      connection.fallback().onFail(subflow, options.mpFail().dsn());
    }
    if (connection.negotiation().isPlain()) {
      return true;
    }
    connection.signals().read(subflow, options, now);
    return true;
  }

  /**
   * What a RST says beside: MP_FASTCLOSE, or why (MP_TCPRST; RFC 8684, sections 3.5 and 3.6).
   *
   * @param reason what TCP makes of the RST
   */
  CloseReason readReset(TcpSubflow subflow, ReceivedOptions options, CloseReason reason) {
    if (!connection.negotiation().isMultipath()) {
      return reason;
    }
    if (options.mpFail().present()) {
      // what it could not verify was never DATA_ACKed: it goes to other subflows as the rest does
      connection.count(Mib.MP_FAIL_RX);
    }
    if (options.fastClose().present()) {
      CloseReason end = connection.ending().onFastClose(options.fastClose().receiverKey());
      return end == null ? reason : end;
    }
    if (!options.tcpRst().present() || !connection.explainsResets()) {
      return reason;
    }
    connection.count(Mib.MP_RST_RX);
    boolean mayPass = (options.tcpRst().flags() & TcpRstView.TRANSIENT) != 0;
    ResetReason said = new ResetReason(options.tcpRst().reason(), mayPass);
    return CloseReason.of(reason.kind(), said, reason.detail() + ": " + said);
  }

  private boolean readDss(TcpSubflow subflow, SegmentView segment, DssView dss, long now) {
    if (!dss.present()) {
      if (!segment.options().hasMptcp()) {
        readAckWithoutDss(subflow, segment);
      }
      return true;
    }
    subflow.dssCame();
    connection.opening().confirm();
    if (dss.hasDataAck()) {
      long window = subflow.tcp().windowOf(segment);
      connection.reports().onDataAck(sentPosition(dss), window, now);
    }
    return !dss.hasMapping() || readMapping(subflow, segment, dss);
  }

  /**
   * "If, however, an ACK is received for data (not just for the SYN) without a DSS option
   * containing a Data ACK, the sender determines the path is not MPTCP capable. In the case of this
   * occurring on an additional subflow ..., the host MUST close the subflow with a RST" (section
   * 3.7).
   */
  private void readAckWithoutDss(TcpSubflow subflow, SegmentView segment) {
    if (!subflow.acknowledgesData(segment.acknowledgment())) {
      return;
    }
    if (subflow.join() == null) {
      if (connection.fallback().mayBeginByAck(subflow)) {
        connection
            .fallback()
            .beginWithInfiniteMapping("data acknowledged without DSS", Mib.FALLBACK_DATA);
      }
    } else if (!subflow.dssPasses()) {
      connection.count(Mib.DSS_STRIPPED_RESET);
      String why = "data acknowledged without DSS";
      subflow
          .tcp()
          .abort(CloseReason.of(Kind.PROTOCOL_ERROR, ResetReason.MIDDLEBOX_INTERFERENCE, why));
    }
  }

  private boolean readMapping(TcpSubflow subflow, SegmentView segment, DssView dss) {
    int length = dss.dataLevelLength();
    if (breaksChecksumRules(subflow, dss)) {
      return true;
    }
    long position = receivedPosition(dss);
    long at = SequenceNumbers.unwrap(dss.subflowSequence(), subflow.tcp().receiveNext());
    if (length == 0) {
      connection.fallback().onInfiniteMapping(subflow, position, at);
      return true;
    }
    if (dss.dataFin() && length == 1) {
      readFinAlone(subflow, dss, position);
      return true;
    }
    int text = dss.dataFin() ? length - 1 : length;
    int checksum = dss.hasChecksum() ? dss.checksum() : -1;
    if (subflow.onMapping(at, position, text, dss.dataFin(), checksum)) {
      return true;
    }
    if (segment.payloadLength() == 0) {
      refuse(subflow, "too many mappings without data");
    }
    // small segments behind a gap: what is dropped comes again
    return false;
  }

  private boolean breaksChecksumRules(TcpSubflow subflow, DssView dss) {
    Negotiation negotiation = connection.negotiation();
    if (negotiation.checksums() && !dss.hasChecksum()) {
      // "If a checksum is not present when its use has been negotiated, the receiver MUST close the
      // subflow with a RST, as it is considered broken" (section 3.3)
      connection.count(Mib.DATA_CSUM_ERR);
      refuse(subflow, "DSS without the checksum that was negotiated");
      return true;
    }
    if (dss.hasChecksum() && !negotiation.checksums() && negotiation.refusesUnexpectedChecksum()) {
      connection.count(Mib.DATA_CSUM_ERR);
      refuse(subflow, "DSS with a checksum that was not negotiated");
      return true;
    }
    return false;
  }

  private void readFinAlone(TcpSubflow subflow, DssView dss, long position) {
    if (!verifiesFin(dss, position)) {
      connection.count(Mib.DATA_CSUM_ERR);
      return;
    }
    boolean known = connection.receiver().awaitsDataBeforeFin();
    connection.reports().onDataFin(position);
    if (!known || connection.receiver().finished()) {
      // what acknowledges no DATA_FIN answers it once: the ACK carries one of this side, maybe,
      // that would be answered in turn
      subflow.tcp().requestAck();
    }
  }

  /** A DATA_FIN without data is covered by its checksum alone; a wrong one comes again. */
  private boolean verifiesFin(DssView dss, long position) {
    long dsn = connection.negotiation().receivedDsn(position);
    return !connection.negotiation().checksums()
        || DssChecksum.verifies(dsn, dss.subflowSequence(), 1, 0, dss.checksum());
  }

  private long sentPosition(DssView dss) {
    long near = connection.sender().sndUna();
    return connection.negotiation().sentPosition(dss.dataAck(), dss.dataAckIs64(), near);
  }

  private long receivedPosition(DssView dss) {
    long near = connection.receiver().rcvNxt();
    return connection.negotiation().receivedPosition(dss.dsn(), dss.dsnIs64(), near);
  }
}
