package org.mptcp4j.impl.mptcp.random;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.impl.mptcp.random.Leg.Mapping;
import org.mptcp4j.impl.mptcp.random.Leg.Piece;
import org.mptcp4j.impl.script.Seen;
import org.mptcp4j.impl.wire.Checksums;
import org.mptcp4j.impl.wire.DssChecksum;
import org.mptcp4j.impl.wire.ParseResult;
import org.mptcp4j.impl.wire.SegmentView;
import org.mptcp4j.impl.wire.option.DssLayout;
import org.mptcp4j.impl.wire.option.DssView;
import org.mptcp4j.impl.wire.option.MptcpOption;
import org.mptcp4j.impl.wire.option.MptcpOption.Dss;
import org.mptcp4j.impl.wire.option.MptcpOption.MpCapable;

/**
 * Says which bytes may have arrived. It knows all that the peer sent and declared: a byte that the
 * engine delivers must be one that was sent on some subflow where a mapping puts it there. And what
 * the engine sends must be the application's bytes at their places.
 */
final class Judge {
  private static final int FAR = 1 << 20;

  private final SegmentView view = new SegmentView();
  private final Set<Long> finPositions = new HashSet<>();
  private long idsn;
  private long engineIdsn;
  private boolean checksums;
  private boolean decidable = true;
  private boolean finOnInitial;
  private long highestAck = 1;
  private long written;

  /** What the handshake settled. */
  void negotiated(long peerIdsn, boolean withChecksums) {
    idsn = peerIdsn;
    checksums = withChecksums;
  }

  void engineIdsn(long value) {
    engineIdsn = value;
  }

  /** The handshake was disturbed: whose keys and which version count can't be told any more. */
  void undecidable() {
    decidable = false;
  }

  boolean decidable() {
    return decidable;
  }

  /** The byte that the peer has at a position of its stream. */
  static byte in(long position) {
    return (byte) (position * 7 + (position >> 8) * 13 + 1);
  }

  /** The byte that the engine's user has at a position of its stream. */
  static byte out(long position) {
    return (byte) (position * 11 + (position >> 8) * 5 + 3);
  }

  /** The engine's user wrote up to here. */
  void written(long bytes) {
    written = bytes;
  }

  // from the peer

  /** The peer sent this packet. */
  void sent(Leg leg, byte[] packet) {
    if (view.parse(PacketBuffer.wrap(ByteBuffer.wrap(packet))) != ParseResult.TCP) {
      return;
    }
    int offset = view.sequence() - leg.flow.iss() + (view.syn() ? 1 : 0);
    if (view.payloadLength() > 0) {
      byte[] payload = new byte[view.payloadLength()];
      view.packet().bytes().get(view.payloadOffset(), payload);
      leg.pieces.add(new Piece(offset, payload));
    }
    finOnInitial |= view.fin() && leg.initial;
    DssView dss = view.options().dss();
    if (dss.hasMapping()) {
      long distance = dss.dsn() - idsn;
      long position = dss.dsnIs64() ? distance : (int) distance;
      int checksum = dss.hasChecksum() ? dss.checksum() : -1;
      declare(leg, dss, position, checksum);
    }
    if (view.options().mpCapable().hasData()) {
      int length = view.options().mpCapable().dataLevelLength();
      int checksum =
          view.options().mpCapable().hasChecksum() ? view.options().mpCapable().checksum() : -1;
      leg.mappings.add(new Mapping(1, 1, length, length, checksum));
    }
  }

  private void declare(Leg leg, DssView dss, long position, int checksum) {
    int covered = dss.dataLevelLength();
    if (covered == 0) {
      leg.infiniteShifts.add(position - dss.subflowSequence());
      return;
    }
    if (dss.dataFin()) {
      finPositions.add(position + covered - 1);
    }
    int length = covered - (dss.dataFin() ? 1 : 0);
    leg.mappings.add(new Mapping(dss.subflowSequence(), position, length, covered, checksum));
  }

  /**
   * Compares what was delivered with all that could have been.
   *
   * @return what is wrong, or null
   */
  String verdict(List<Leg> legs, byte[] delivered, boolean ended, boolean plain) {
    if (!decidable) {
      return null;
    }
    BitSet right = new BitSet();
    BitSet mapped = new BitSet();
    for (Leg leg : legs) {
      for (Mapping mapping : candidates(leg, plain)) {
        for (Piece piece : leg.pieces) {
          overlap(mapping, piece, delivered, right, mapped);
        }
      }
    }
    if (right.nextClearBit(1) <= delivered.length) {
      return "a wrong byte at " + right.nextClearBit(1) + " of " + delivered.length;
    }
    boolean knownEnd = finPositions.contains(delivered.length + 1L) || (plain && finOnInitial);
    if (ended && !knownEnd) {
      return "an end after " + delivered.length + " that nobody declared";
    }
    long contiguous = mapped.nextClearBit(1);
    long most = contiguous + (finPositions.contains(contiguous) ? 1 : 0);
    return highestAck > most ? "DATA_ACK of " + highestAck + ", sent: " + most : null;
  }

  private List<Mapping> candidates(Leg leg, boolean plain) {
    List<Mapping> all = new ArrayList<>();
    for (Mapping mapping : leg.mappings) {
      if (plain || !checksums || mayVerify(leg, mapping)) {
        all.add(mapping);
      }
    }
    if (plain && leg.initial) {
      all.add(new Mapping(1, 1, FAR, FAR, -1));
    }
    if (plain) {
      for (long shift : leg.infiniteShifts) {
        all.add(new Mapping(1, 1 + shift, FAR, FAR, -1));
      }
    }
    return all;
  }

  /** Whether its checksum is right, or can't be told because bytes were sent in two ways. */
  private boolean mayVerify(Leg leg, Mapping mapping) {
    if (mapping.checksum() < 0) {
      return false;
    }
    byte[] bytes = new byte[mapping.length()];
    BitSet known = new BitSet(bytes.length);
    for (Piece piece : leg.pieces) {
      for (int i = 0; i < piece.bytes().length; i++) {
        long at = piece.offset() + i - mapping.offset();
        if (at >= 0 && at < bytes.length) {
          if (known.get((int) at) && bytes[(int) at] != piece.bytes()[i]) {
            return true;
          }
          known.set((int) at);
          bytes[(int) at] = piece.bytes()[i];
        }
      }
    }
    if (known.nextClearBit(0) < bytes.length) {
      return false;
    }
    long sum = Checksums.add(0, ByteBuffer.wrap(bytes), 0, bytes.length);
    long dsn = idsn + mapping.position();
    return DssChecksum.verifies(
        dsn, (int) mapping.offset(), mapping.covered(), sum, mapping.checksum());
  }

  private static void overlap(
      Mapping mapping, Piece piece, byte[] delivered, BitSet right, BitSet mapped) {
    long shift = mapping.shift();
    long from = Math.max(Math.max(piece.offset(), mapping.offset()), 1 - shift);
    long to = Math.min(piece.offset() + piece.bytes().length, mapping.end());
    to = Math.min(to, FAR - shift);
    if (from >= to) {
      return;
    }
    mapped.set((int) (from + shift), (int) (to + shift));
    to = Math.min(to, delivered.length + 1 - shift);
    while (from < to) {
      int ours = (int) (from + shift) - 1;
      int theirs = (int) (from - piece.offset());
      int length = (int) (to - from);
      int same =
          Arrays.mismatch(delivered, ours, ours + length, piece.bytes(), theirs, theirs + length);
      int equal = same < 0 ? length : same;
      right.set(ours + 1, ours + 1 + equal);
      from += equal + 1;
    }
  }

  // from the engine

  /**
   * The engine sent this packet on a subflow of the connection.
   *
   * @return what is wrong, or null
   */
  String received(Leg leg, Seen seen, MptcpVersion version) {
    leg.foreign |= !leg.initial && seen.flags().equals("SA") && seen.has(MpCapable.class);
    boolean syn = seen.flags().contains("S");
    if (!decidable || leg.foreign || syn || seen.flags().contains("R")) {
      return null;
    }
    boolean plain = version == MptcpVersion.OFF;
    for (MptcpOption option : seen.options()) {
      if (option instanceof Dss dss) {
        acknowledged(dss);
        map(leg, dss);
      } else if (option instanceof MpCapable capable && capable.length() >= 22) {
        int length = capable.dataLevelLength();
        int checksum = capable.length() == 24 ? capable.checksum() : -1;
        leg.engineMappings.add(new Mapping(1, 1, length, length, checksum));
      }
    }
    return payload(leg, seen, plain);
  }

  private void acknowledged(Dss dss) {
    if ((dss.flags() & DssLayout.DATA_ACK) != 0) {
      long distance = dss.dataAck() - idsn;
      boolean wide = (dss.flags() & DssLayout.DATA_ACK_64) != 0;
      highestAck = Math.max(highestAck, wide ? distance : (int) distance);
    }
  }

  private void map(Leg leg, Dss dss) {
    if ((dss.flags() & DssLayout.MAPPING) != 0 && dss.dataLevelLength() > 0) {
      long distance = dss.dsn() - engineIdsn;
      boolean wide = (dss.flags() & DssLayout.DSN_64) != 0;
      int covered = dss.dataLevelLength();
      int length = covered - ((dss.flags() & DssLayout.DATA_FIN) != 0 ? 1 : 0);
      leg.engineMappings.add(
          new Mapping(
              dss.subflowSequence(),
              wide ? distance : (int) distance,
              length,
              covered,
              dss.hasChecksum() ? dss.checksum() : -1));
    }
  }

  private String payload(Leg leg, Seen seen, boolean plain) {
    int start = seen.seq() - leg.flow.irs();
    long offset = start;
    long end = offset + seen.payload().length;
    while (offset < end) {
      Mapping mapping = leg.mappingOf(offset);
      if (mapping == null && plain && leg.initial) {
        mapping = new Mapping(1, 1, FAR, FAR, -1);
      }
      if (mapping == null) {
        return "data without a mapping at " + offset + " of " + seen;
      }
      long until = Math.min(end, mapping.end());
      String wrong = bytes(seen, leg.flow.irs(), offset, until, mapping.shift());
      if (wrong != null) {
        return wrong;
      }
      offset = until;
    }
    return null;
  }

  private String bytes(Seen seen, int irs, long from, long until, long shift) {
    if (until - 1 + shift > written) {
      return "data that nobody wrote, position " + (until - 1 + shift) + " of " + seen;
    }
    for (long at = from; at < until; at++) {
      if (seen.payload()[(int) at - (seen.seq() - irs)] != out(at + shift)) {
        return "a wrong byte at position " + (at + shift) + " of " + seen;
      }
    }
    return null;
  }
}
