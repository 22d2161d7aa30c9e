package org.mptcp4j.impl.mptcp.random;

import java.util.ArrayList;
import java.util.List;
import org.mptcp4j.impl.script.Flow;

/** The peer's end of one subflow, and all that was said on it. */
final class Leg {
  /** How far its handshake is, as a peer that behaves sees it. */
  enum Stage {
    /** Nothing was sent yet. */
    NEW,
    /** The peer's SYN is out. */
    SYN_SENT,
    /** The engine's SYN came. */
    SYN_TAKEN,
    /** The engine's SYN+ACK came: the third ACK is due. */
    SYN_ACK_TAKEN,
    /** The peer's SYN+ACK is out. */
    SYN_ACK_SENT,
    OPEN,
    /** A RST came. */
    OVER
  }

  /** Payload at an offset of the subflow's stream, the SYN having 0. */
  static final class Piece {
    private final long offset;
    private final byte[] bytes;

    Piece(long offset, byte[] bytes) {
      this.offset = offset;
      this.bytes = bytes;
    }

    long offset() {
      return offset;
    }

    byte[] bytes() {
      return bytes;
    }
  }

  /**
   * From the subflow's stream to the data stream.
   *
   * @param length without a DATA_FIN
   * @param covered the length on the wire
   * @param checksum -1 without
   */
  record Mapping(long offset, long position, int length, int covered, int checksum) {
    boolean covers(long at) {
      return at >= offset && at < end();
    }

    /** The offset behind it. */
    long end() {
      return offset + length;
    }

    long shift() {
      return position - offset;
    }
  }

  final Flow flow;
  final boolean initial;
  final int addressId;
  final List<byte[]> packets = new ArrayList<>();
  final List<Piece> pieces = new ArrayList<>();
  final List<Mapping> mappings = new ArrayList<>();
  final List<Long> infiniteShifts = new ArrayList<>();
  final List<Mapping> engineMappings = new ArrayList<>();
  Stage stage = Stage.NEW;
  int nonce;
  int engineNonce;
  int acked;
  boolean finSent;

  /** It joined nothing: the engine took it for a connection of its own. */
  boolean foreign;

  Leg(Flow flow, boolean initial, int addressId) {
    this.flow = flow;
    this.initial = initial;
    this.addressId = addressId;
  }

  /** How the engine mapped a byte of the subflow's stream; null where it did not. */
  Mapping mappingOf(long at) {
    for (int i = engineMappings.size() - 1; i >= 0; i--) {
      if (engineMappings.get(i).covers(at)) {
        return engineMappings.get(i);
      }
    }
    return null;
  }

  boolean isOpen() {
    return stage == Stage.OPEN && !finSent;
  }

  /** Whether both sides have each other's key, so that another MP_CAPABLE changes nothing. */
  boolean keysSettled() {
    return stage == Stage.OPEN || stage == Stage.SYN_ACK_SENT;
  }
}
