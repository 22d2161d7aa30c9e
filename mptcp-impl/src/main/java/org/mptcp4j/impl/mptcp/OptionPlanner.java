package org.mptcp4j.impl.mptcp;

import java.nio.ByteBuffer;
import org.mptcp4j.impl.mptcp.AddressSignals.Announce;
import org.mptcp4j.impl.mptcp.AddressSignals.Prioritize;
import org.mptcp4j.impl.mptcp.AddressSignals.Signal;
import org.mptcp4j.impl.mptcp.AddressSignals.Withdraw;
import org.mptcp4j.impl.mptcp.data.MappedChunk;
import org.mptcp4j.impl.mptcp.handshake.Handshake;
import org.mptcp4j.impl.mptcp.handshake.Handshake.Step;
import org.mptcp4j.impl.mptcp.handshake.Negotiation;
import org.mptcp4j.impl.tcp.OutgoingSegment;
import org.mptcp4j.impl.wire.DssChecksum;
import org.mptcp4j.impl.wire.option.DssLayout;
import org.mptcp4j.impl.wire.option.FastCloseView;
import org.mptcp4j.impl.wire.option.MpFailView;
import org.mptcp4j.impl.wire.option.MptcpOptionWriter;
import org.mptcp4j.impl.wire.option.OptionWriter;

/**
 * Decides which Multipath TCP options a segment carries. The one place that knows what gives way to
 * what, highest first:
 *
 * <ol>
 *   <li>MP_FAIL on a RST, and nothing else there;
 *   <li>the handshake's option, alone;
 *   <li>MP_FASTCLOSE, alone;
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
  private MappedChunk chunk;
  private Signal signal;

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
    if (segment.rst()) {
      return subflow.receiver().failed() ? MpFailView.LENGTH : 0;
    }
    if (subflow.phase() == TcpSubflow.Phase.PLAIN) {
      return planInfinite(segment);
    }
    step = handshakeStep(subflow, segment);
    if (step != null) {
      return planHandshake(segment, room);
    }
    if (subflow.phase() != TcpSubflow.Phase.OPEN) {
      return 0;
    }
    if (connection.ending().fastCloses(subflow)) {
      fastClose = true;
      return FastCloseView.LENGTH;
    }
    return segment.chunk() instanceof MappedChunk mapped
        ? planData(mapped, room)
        : planAck(subflow, room);
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
      return negotiation.mapsByCapable(mapped.dataPosition()) ? Step.CAPABLE_DATA : null;
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

  private int planInfinite(OutgoingSegment segment) {
    if (!(segment.chunk() instanceof MappedChunk mapped)
        || !negotiation.infiniteMappingAt(mapped.dataPosition())) {
      return 0;
    }
    infinite = true;
    chunk = mapped;
    return dssLength();
  }

  private int planData(MappedChunk mapped, int room) {
    chunk = mapped;
    dataAck = dssLength() <= room;
    return dssLength();
  }

  private int planAck(TcpSubflow subflow, int room) {
    dataFin = connection.sender().finDue();
    int used = dataFin ? dssLength() : 0;
    Signal next = connection.signals().next();
    if (next != null && fits(subflow, next) && used + length(next) <= room) {
      signal = next;
      used += length(next);
    }
    dataAck = true;
    int withAck = dssLength() + (signal == null ? 0 : length(signal));
    dataAck = withAck <= room;
    return dataAck ? withAck : used;
  }

  private static boolean fits(TcpSubflow subflow, Signal next) {
    // news of an address that goes must not leave by that address: its subflows close already
    return next instanceof Prioritize prioritize
        ? prioritize.subflowId() == subflow.id()
        : subflow.usable();
  }

  private int dssLength() {
    boolean mapping = chunk != null || dataFin;
    boolean checksum = mapping && negotiation.checksums();
    return OptionWriter.padded(
        DssLayout.length(dataAck, negotiation.wideDataAck(), mapping, false, checksum));
  }

  private static int length(Signal signal) {
    if (signal instanceof Announce announce) {
      boolean port = announce.port() != 0;
      return OptionWriter.padded(
          MptcpOptionWriter.addAddrLength(0, false, announce.address().v6(), port));
    }
    // REMOVE_ADDR with one ID has 4 bytes, MP_PRIO without one 3
    return 4;
  }

  /** Writes what {@link #plan} decided. */
  void write(TcpSubflow subflow, OutgoingSegment segment, ByteBuffer target) {
    if (segment.rst()) {
      MptcpOptionWriter.mpFail(target, subflow.receiver().failedDsn());
      connection.count(Mib.MP_FAIL_TX);
    } else if (step != null) {
      writeHandshake(subflow, target);
    } else if (fastClose) {
      MptcpOptionWriter.fastClose(target, negotiation.keys().remoteKey());
      connection.count(Mib.MP_FASTCLOSE_TX);
    } else {
      if (signal != null) {
        writeSignal(target);
      }
      if (dataAck || chunk != null || dataFin) {
        writeDss(target);
      }
    }
  }

  private void writeHandshake(TcpSubflow subflow, ByteBuffer target) {
    Handshake handshake = negotiation.keys().handshake();
    if (subflow.join() != null) {
      handshake.writeJoin(step, subflow.join(), subflow.localBackup(), target);
    } else if (step == Step.CAPABLE_DATA) {
      int start = target.position();
      int checksum = chunk.checksum(negotiation.dsn(chunk.dataPosition()));
      handshake.writeCapableData(
          negotiation.keys(), negotiation.flags(), chunk.length(), checksum, target);
      OptionWriter.pad(target, start);
    } else {
      handshake.writeCapable(step, negotiation.keys(), negotiation.flags(), target);
      connection.capableSent(step);
    }
  }

  private void writeSignal(ByteBuffer target) {
    int start = target.position();
    if (signal instanceof Announce announce) {
      MptcpOptionWriter.addAddrV0(
          target,
          announce.id(),
          announce.address().v6(),
          announce.address().hi(),
          announce.address().lo(),
          announce.port());
      connection.count(Mib.ADD_ADDR_TX);
    } else if (signal instanceof Withdraw withdraw) {
      MptcpOptionWriter.removeAddr(target, withdraw.id());
      connection.count(Mib.RM_ADDR_TX);
    } else if (signal instanceof Prioritize prioritize) {
      MptcpOptionWriter.mpPrio(target, prioritize.backup());
      connection.count(Mib.MP_PRIO_TX);
    }
    OptionWriter.pad(target, start);
    connection.signals().sent();
  }

  private void writeDss(ByteBuffer target) {
    int start = target.position();
    int flags =
        (dataAck ? DssLayout.DATA_ACK : 0)
            | (dataAck && negotiation.wideDataAck() ? DssLayout.DATA_ACK_64 : 0);
    long ack = negotiation.receivedDsn(connection.receiver().rcvNxt());
    if (infinite) {
      long dsn = negotiation.dsn(chunk.dataPosition());
      // "The checksum, in such a case, will also be set to zero" (section 3.3.1)
      int checksum = negotiation.checksums() ? 0 : -1;
      writeMapping(target, flags, ack, dsn, (int) chunk.start(), 0, checksum);
    } else if (chunk != null) {
      long dsn = negotiation.dsn(chunk.dataPosition());
      int at = (int) chunk.start();
      writeMapping(target, flags, ack, dsn, at, chunk.length(), chunk.checksum(dsn));
    } else if (dataFin) {
      // "If a DATA_FIN is sent without data, the subflow sequence number is 0, the length 1"
      long dsn = negotiation.dsn(connection.sender().finPosition());
      int checksum = negotiation.checksums() ? DssChecksum.compute(dsn, 0, 1, 0) : -1;
      writeMapping(target, flags | DssLayout.DATA_FIN, ack, dsn, 0, 1, checksum);
      connection.sender().finWasSent(connection.nowNanos());
    } else {
      MptcpOptionWriter.dss(target, flags, ack, 0, 0, 0);
    }
    OptionWriter.pad(target, start);
  }

  private static void writeMapping(
      ByteBuffer target, int flags, long ack, long dsn, int at, int length, int checksum) {
    int all = flags | DssLayout.MAPPING;
    if (checksum < 0) {
      MptcpOptionWriter.dss(target, all, ack, dsn, at, length);
    } else {
      MptcpOptionWriter.dss(target, all, ack, dsn, at, length, checksum);
    }
  }
}
