package org.mptcp4j.impl.mptcp;

import java.nio.ByteBuffer;
import org.mptcp4j.CloseReason;
import org.mptcp4j.ResetReason;
import org.mptcp4j.impl.mptcp.address.Signal;
import org.mptcp4j.impl.mptcp.address.Signalling;
import org.mptcp4j.impl.mptcp.data.MappedChunk;
import org.mptcp4j.impl.mptcp.handshake.Handshake;
import org.mptcp4j.impl.mptcp.handshake.Handshake.Step;
import org.mptcp4j.impl.mptcp.handshake.Negotiation;
import org.mptcp4j.impl.tcp.OutgoingSegment;
import org.mptcp4j.impl.tcp.TimeWait.Farewell;
import org.mptcp4j.impl.wire.DssChecksum;
import org.mptcp4j.impl.wire.option.DssLayout;
import org.mptcp4j.impl.wire.option.FastCloseView;
import org.mptcp4j.impl.wire.option.MpFailView;
import org.mptcp4j.impl.wire.option.MptcpOptionWriter;
import org.mptcp4j.impl.wire.option.OptionWriter;
import org.mptcp4j.impl.wire.option.TcpRstView;

/**
 * Decides which Multipath TCP options a segment carries. The one place that knows what gives way to
 * what, highest first:
 *
 * <ol>
 *   <li>on a RST MP_FASTCLOSE, or MP_FAIL and MP_TCPRST, and nothing else there;
 *   <li>the handshake's option, alone;
 *   <li>MP_FASTCLOSE, alone in a pure ACK;
 *   <li>MP_FAIL in a pure ACK, with the DATA_ACK or the infinite mapping;
 *   <li>the mapping of the data in the segment, or of a DATA_FIN in a pure ACK;
 *   <li>one address signal (ADD_ADDR, REMOVE_ADDR, MP_PRIO), in a pure ACK;
 *   <li>the DATA_ACK;
 *   <li>SACK blocks, which TCP adds where room is left.
 * </ol>
 */
final class OptionPlanner {
  private final MultipathConnection connection;
  private final Negotiation negotiation;
  private Step step;
  private boolean fastClose;
  private boolean dataFin;
  private boolean dataAck;
  private boolean infinite;
  private boolean fail;
  private MappedChunk chunk;
  private Signal signal;
  private ResetReason resetReason;

  OptionPlanner(MultipathConnection connection) {
    this.connection = connection;
    this.negotiation = connection.negotiation();
  }

  /** Returns the bytes needed, padded to a multiple of 4. */
  int plan(TcpSubflow subflow, OutgoingSegment segment, int room) {
    step = null;
    fastClose = false;
    dataFin = false;
    dataAck = false;
    chunk = null;
    signal = null;
    infinite = false;
    fail = false;
    resetReason = null;
    if (segment.rst()) {
      return planReset(subflow);
    }
    if (subflow.phase() == TcpSubflow.Phase.PLAIN) {
      return segment.syn() ? 0 : planFallback(segment);
    }
    step = handshakeStep(subflow, segment);
    if (step != null) {
      return planHandshake(segment, room);
    }
    if (subflow.phase() != TcpSubflow.Phase.OPEN) {
      return 0;
    }
    if (segment.chunk() == null && connection.ending().fastCloses(subflow)) {
      fastClose = true;
      return FastCloseView.LENGTH;
    }
    return segment.chunk() instanceof MappedChunk mapped
        ? planData(mapped, room)
        : planAck(subflow, room);
  }

  private int planReset(TcpSubflow subflow) {
    fail = subflow.receiver().failed();
    int length = fail ? MpFailView.LENGTH : 0;
    if (!negotiation.isMultipath() || !connection.explainsResets()) {
      return length;
    }
    fastClose = !fail && connection.ending().resetsWithFastClose();
    if (fastClose) {
      return FastCloseView.LENGTH;
    }
    CloseReason reason = subflow.tcp().resetReason();
    resetReason =
        reason == null ? ResetReason.UNSPECIFIED : reason.reset().orElse(ResetReason.UNSPECIFIED);
    return length + TcpRstView.LENGTH;
  }

  private Step handshakeStep(TcpSubflow subflow, OutgoingSegment segment) {
    return switch (subflow.phase()) {
      case CAPABLE -> !segment.syn() ? null : segment.ack() ? Step.CAPABLE_SYN_ACK : offer();
      case JOINING -> !segment.syn() ? null : segment.ack() ? Step.JOIN_SYN_ACK : Step.JOIN_SYN;
      case JOIN_CONFIRMING -> Step.JOIN_ACK;
      case OPEN -> negotiation.capableAckDue() ? capableStep(segment) : null;
      default -> null;
    };
  }

  private Step offer() {
    return negotiation.offersAgain() ? Step.CAPABLE_SYN : null;
  }

  /** The third ACK, and every pure ACK until the peer showed by a DSS that it arrived. */
  private Step capableStep(OutgoingSegment segment) {
    if (segment.chunk() instanceof MappedChunk mapped) {
      // it names no subflow sequence number: data that is sent a second time has another
      boolean first = mapped.start() == 1 && negotiation.mapsByCapable(mapped.dataPosition());
      return first ? Step.CAPABLE_DATA : null;
    }
    return negotiation.repeatsCapable(connection.sender().finDue()) ? Step.CAPABLE_ACK : null;
  }

  private int planHandshake(OutgoingSegment segment, int room) {
    int length = negotiation.keys().handshake().length(step);
    if (length > room) {
      step = null;
      return 0;
    }
    if (step == Step.CAPABLE_DATA) {
      chunk = (MappedChunk) segment.chunk();
    }
    return length;
  }

  /** After a fallback: what tells the peer of it, and nothing else ever. */
  private int planFallback(OutgoingSegment segment) {
    if (segment.chunk() instanceof MappedChunk mapped) {
      infinite = negotiation.infiniteMappingAt(mapped.dataPosition());
      chunk = infinite ? mapped : null;
      return infinite ? dssLength() : 0;
    }
    fail = connection.fallback().failDue();
    infinite = connection.fallback().mappingDue(segment.fin());
    return (fail ? MpFailView.LENGTH : 0) + (infinite ? dssLength() : 0);
  }

  private int planData(MappedChunk mapped, int room) {
    chunk = mapped;
    dataAck = true;
    dataAck = dssLength() <= room;
    return dssLength();
  }

  /**
   * Of what a pure ACK may carry the signal gives way to a DATA_FIN that was not sent yet, and the
   * DATA_ACK to the signal, unless the peer has still to see that DSS options pass: "If ... an ACK
   * is received for data ... without a DSS option containing a Data ACK, the sender determines the
   * path is not MPTCP capable" (RFC 8684, section 3.7).
   */
  private int planAck(TcpSubflow subflow, int room) {
    dataAck = true;
    fail = connection.fallback().failDue();
    if (fail) {
      return MpFailView.LENGTH + dssLength();
    }
    dataFin = connection.sender().finDue();
    int plain = dssLength();
    Signal next = subflow.path().signals().next();
    if (next == null) {
      return withoutSignal(plain, room);
    }
    int length = signalling().length(next);
    int padded = OptionWriter.padded(length);
    if (plain + padded <= room) {
      signal = next;
      return plain + padded;
    }
    boolean finWaits = dataFin && !connection.sender().finSent();
    if (finWaits || length > room || !negotiation.confirmed()) {
      return withoutSignal(plain, room);
    }
    signal = next;
    dataFin = false;
    int withAck = dssLength() + padded;
    dataAck = withAck <= room;
    return dataAck ? withAck : padded <= room ? padded : length;
  }

  private int withoutSignal(int length, int room) {
    if (length <= room) {
      return length;
    }
    dataAck = false;
    return dataFin ? dssLength() : 0;
  }

  private Signalling signalling() {
    return negotiation.keys().handshake().signalling();
  }

  private int dssLength() {
    return OptionWriter.padded(DssLayout.length(dssFlags(), negotiation.checksums()));
  }

  /** What the DSS has; one that announces the infinite mapping alone does with 32 bits. */
  private int dssFlags() {
    int flags = dataAck ? DssLayout.DATA_ACK : 0;
    flags |= dataAck && negotiation.wideDataAck() ? DssLayout.DATA_ACK_64 : 0;
    boolean numbered = chunk != null || dataFin;
    flags |= numbered || infinite ? DssLayout.MAPPING : 0;
    flags |= numbered && connection.sender().wideNumbers() ? DssLayout.DSN_64 : 0;
    return flags | (dataFin ? DssLayout.DATA_FIN : 0);
  }

  /** Writes what {@link #plan} decided. */
  void write(TcpSubflow subflow, OutgoingSegment segment, ByteBuffer target) {
    if (segment.rst()) {
      writeReset(subflow, target);
    } else if (step != null) {
      writeHandshake(subflow, target);
    } else if (fastClose) {
      writeFastClose(target);
      connection.ending().fastCloseSent();
    } else {
      if (fail) {
        writeFail(connection.fallback().failedDsn(), target);
      }
      if (signal != null) {
        writeSignal(subflow, target);
      }
      if (dataAck || chunk != null || dataFin || infinite) {
        writeDss(target);
      }
      if (segment.chunk() == null) {
        connection.fallback().sent();
      } else if (infinite) {
        connection.fallback().mappingSentWithData();
      }
    }
    chunk = null;
  }

  /** The DATA_ACK, for a DATA_FIN that comes again when its subflow is in TIME-WAIT. */
  Farewell farewell() {
    chunk = null;
    infinite = false;
    dataFin = false;
    dataAck = true;
    ByteBuffer target = ByteBuffer.allocate(dssLength());
    writeDss(target);
    return new Farewell(target.array(), OptionReader::hasDataFin);
  }

  private void writeReset(TcpSubflow subflow, ByteBuffer target) {
    if (fastClose) {
      writeFastClose(target);
      return;
    }
    if (fail) {
      writeFail(subflow.receiver().failedDsn(), target);
    }
    if (resetReason != null) {
      MptcpOptionWriter.tcpRst(target, resetReason);
      connection.count(Mib.MP_RST_TX);
    }
  }

  private void writeFail(long dsn, ByteBuffer target) {
    MptcpOptionWriter.mpFail(target, dsn);
    connection.count(Mib.MP_FAIL_TX);
  }

  private void writeFastClose(ByteBuffer target) {
    MptcpOptionWriter.fastClose(target, negotiation.keys().remoteKey());
    connection.count(Mib.MP_FASTCLOSE_TX);
  }

  private void writeHandshake(TcpSubflow subflow, ByteBuffer target) {
    Handshake handshake = negotiation.keys().handshake();
    if (subflow.join() != null) {
      handshake.writeJoin(step, subflow.join(), subflow.path().localBackup(), target);
    } else if (step == Step.CAPABLE_DATA) {
      int start = target.position();
      int checksum = chunk.checksum(negotiation.dsn(chunk.dataPosition()));
      handshake.writeCapableData(
          negotiation.keys(), negotiation.flags(), chunk.length(), checksum, target);
      OptionWriter.pad(target, start);
    } else {
      handshake.writeCapable(step, negotiation.keys(), negotiation.flags(), target);
      connection.opening().capableSent(step);
    }
  }

  private void writeSignal(TcpSubflow subflow, ByteBuffer target) {
    int start = target.position();
    long localKey = negotiation.keys().localKey();
    signalling().write(signal, localKey, negotiation.keys().remoteKey(), target);
    if (target.remaining() > 3) {
      // the longest fills the header, beside timestamps that are not aligned
      OptionWriter.pad(target, start);
    }
    subflow.path().signals().sent();
    connection.signals().sent(signal);
  }

  private void writeDss(ByteBuffer target) {
    int start = target.position();
    int flags = dssFlags();
    long ack = negotiation.receivedDsn(connection.receiver().rcvNxt());
    if (infinite) {
      long from = chunk == null ? connection.fallback().mappingFrom() : chunk.dataPosition();
      // "The checksum, in such a case, will also be set to zero" (section 3.3.1)
      int checksum = negotiation.checksums() ? 0 : -1;
      writeMapping(target, flags, ack, negotiation.dsn(from), (int) from, 0, checksum);
      connection.count(Mib.INFINITE_MAP_TX);
    } else if (chunk != null) {
      long dsn = negotiation.dsn(chunk.dataPosition());
      int at = (int) chunk.start();
      writeMapping(target, flags, ack, dsn, at, chunk.length(), chunk.checksum(dsn));
    } else if (dataFin) {
      // "If a DATA_FIN is sent without data, the subflow sequence number is 0, the length 1"
      long dsn = negotiation.dsn(connection.sender().finPosition());
      int checksum = negotiation.checksums() ? DssChecksum.compute(dsn, 0, 1, 0) : -1;
      writeMapping(target, flags, ack, dsn, 0, 1, checksum);
      connection.sender().finWasSent(connection.nowNanos());
    } else {
      MptcpOptionWriter.dss(target, flags, ack, 0, 0, 0);
    }
    OptionWriter.pad(target, start);
  }

  private static void writeMapping(
      ByteBuffer target, int flags, long ack, long dsn, int at, int length, int checksum) {
    if (checksum < 0) {
      MptcpOptionWriter.dss(target, flags, ack, dsn, at, length);
    } else {
      MptcpOptionWriter.dss(target, flags, ack, dsn, at, length, checksum);
    }
  }
}
