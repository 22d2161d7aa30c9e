package org.mptcp4j.sim.grid;

import java.util.SplittableRandom;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.sim.Direction;

/**
 * One cell of the grid, and what a seed draws beside it.
 *
 * @param box what interferes
 * @param phase from when on
 * @param place on which path
 * @param direction the direction that suffers
 * @param atServer whether the box sits at the server's end of its link
 * @param bytes what either side sends
 * @param loss of the links
 * @param serverFirst the client says nothing before it heard something
 */
record Setting(
    long seed,
    Box box,
    Phase phase,
    Place place,
    MptcpVersion version,
    boolean checksum,
    Direction direction,
    boolean atServer,
    int bytes,
    double loss,
    boolean serverFirst) {

  /** When a box begins to interfere. */
  enum Phase {
    HANDSHAKE,
    JUST_AFTER,
    MIDST,
    BEFORE_CLOSE
  }

  /** Which paths there are, and which of them lead through the box. */
  enum Place {
    ONLY_PATH,
    FIRST_OF_TWO,
    /** Its handshake is that of a join. */
    SECOND_OF_TWO,
    BOTH
  }

  /** How many cells there are: seeds beyond that draw other circumstances for the same ones. */
  static final int CELLS =
      Box.values().length * Phase.values().length * Place.values().length * 2 * 2 * 2;

  static Setting of(long seed) {
    int rest = (int) Math.floorMod(seed - 1, (long) CELLS);
    Box box = Box.values()[rest % Box.values().length];
    rest /= Box.values().length;
    Phase phase = Phase.values()[rest % 4];
    Place place = Place.values()[rest / 4 % 4];
    rest /= 16;
    SplittableRandom random = new SplittableRandom(seed);
    return new Setting(
        seed,
        box,
        phase,
        place,
        (rest & 1) == 0 ? MptcpVersion.V0 : MptcpVersion.V1,
        (rest & 2) != 0,
        (rest & 4) == 0 ? Direction.A_TO_B : Direction.B_TO_A,
        random.nextBoolean(),
        random.nextInt(20_000, 70_000),
        random.nextInt(3) == 0 ? 0.01 : 0,
        random.nextInt(3) == 0);
  }

  int paths() {
    return place == Place.ONLY_PATH ? 1 : 2;
  }

  /** Whether the path of that number, from 0, leads through the box. */
  boolean affects(int path) {
    return switch (place) {
      case ONLY_PATH, BOTH -> true;
      case FIRST_OF_TWO -> path == 0;
      case SECOND_OF_TWO -> path == 1;
    };
  }

  /** Bytes of the stream that have to be there before the box begins. */
  int begin() {
    return switch (phase) {
      case HANDSHAKE -> 0;
      case JUST_AFTER -> 1;
      case MIDST -> bytes / 2;
      case BEFORE_CLOSE -> bytes - bytes / 10;
    };
  }

  /** A position in the stream of a flow that belongs to the phase. */
  int position() {
    int share = bytes / paths();
    return switch (phase) {
      case HANDSHAKE -> 1;
      case JUST_AFTER -> 40 + (int) (seed % 2000);
      case MIDST -> share / 2;
      case BEFORE_CLOSE -> share - 100;
    };
  }
}
