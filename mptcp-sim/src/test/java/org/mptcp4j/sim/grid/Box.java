package org.mptcp4j.sim.grid;

import java.util.function.Function;
import org.mptcp4j.engine.Addresses;
import org.mptcp4j.sim.Direction;
import org.mptcp4j.sim.Middlebox;
import org.mptcp4j.sim.middlebox.BitFlipper;
import org.mptcp4j.sim.middlebox.GapFiller;
import org.mptcp4j.sim.middlebox.HeaderNormalizer;
import org.mptcp4j.sim.middlebox.Holder;
import org.mptcp4j.sim.middlebox.Nat;
import org.mptcp4j.sim.middlebox.OptionStripper;
import org.mptcp4j.sim.middlebox.PacketDropper;
import org.mptcp4j.sim.middlebox.SegmentCoalescer;
import org.mptcp4j.sim.middlebox.SegmentSplitter;
import org.mptcp4j.sim.middlebox.SegmentType;
import org.mptcp4j.sim.middlebox.SequenceRewriter;
import org.mptcp4j.sim.middlebox.TcpOption;

/** The boxes of the grid, and what has to become of a connection that leads through each. */
@SuppressWarnings("ImmutableEnumChecker") // the functions are lambdas that capture nothing
enum Box {
  STRIP_MPTCP(Promise.ANY_END, run -> OptionStripper.mptcp(run.affected())),
  STRIP_MPTCP_BOTH_WAYS(
      Promise.ANY_END, run -> OptionStripper.mptcp(run.affectedBothWays()).overwriting()),
  STRIP_DSS(Promise.ANY_END, run -> OptionStripper.mptcp(run.affected(), 2)),
  STRIP_SYN(
      Promise.COMPLETES,
      run ->
          OptionStripper.mptcp(run.affected().types(SegmentType.SYN, SegmentType.SYN_ACK))
              .overwriting()),
  STRIP_THIRD_ACK(
      Promise.COMPLETES,
      run -> OptionStripper.mptcp(run.affectedBothWays().types(SegmentType.THIRD_ACK))),
  STRIP_DATA(Promise.ANY_END, run -> OptionStripper.mptcp(run.affected().types(SegmentType.DATA))),
  STRIP_ACKS(
      Promise.ANY_END,
      run ->
          OptionStripper.mptcp(
              run.affected().types(SegmentType.ACK, SegmentType.THIRD_ACK, SegmentType.FIN))),
  STRIP_TCP_OPTIONS(
      Promise.COMPLETES,
      run ->
          new OptionStripper(
              run.affectedBothWays().types(SegmentType.SYN, SegmentType.SYN_ACK),
              option -> option.kind() != TcpOption.MPTCP && option.kind() != 2)),
  REWRITE_SEQUENCE(Promise.COMPLETES, run -> new SequenceRewriter(run.entropy())),
  REWRITE_SEQUENCE_NOT_SACK(
      Promise.COMPLETES, run -> new SequenceRewriter(run.entropy()).forgettingSack()),
  SPLIT(
      Promise.COMPLETES,
      run -> new SegmentSplitter(run.affected(), 536, SegmentSplitter.Options.EACH)),
  SPLIT_OPTIONS_ON_FIRST(
      Promise.COMPLETES,
      run -> new SegmentSplitter(run.affected(), 400, SegmentSplitter.Options.FIRST)),
  COALESCE_KEEP_FIRST(
      Promise.ANY_END,
      run ->
          new SegmentCoalescer(
              run.affected(), 1500, 2 * GridRun.MILLISECOND, SegmentCoalescer.Options.FIRST)),
  COALESCE_KEEP_LAST(
      Promise.ANY_END,
      run ->
          new SegmentCoalescer(
              run.affected(), 4000, 2 * GridRun.MILLISECOND, SegmentCoalescer.Options.LAST)),
  FLIP_ONE_BYTE(
      Promise.ALTERS,
      run -> new BitFlipper(run.affected(), run.setting().position(), 1, run.setting().position())),
  FLIP_BYTES(
      Promise.ALTERS,
      run -> new BitFlipper(run.affected(), run.setting().position(), 777, Long.MAX_VALUE)),
  INSERT_BYTES(Promise.ALTERS_LENGTH, run -> run.editor(0, "inserted")),
  DELETE_BYTES(Promise.ALTERS_LENGTH, run -> run.editor(7, "")),
  REPLACE_BY_MORE(Promise.ALTERS_LENGTH, run -> run.editor(9, "ten and more")),
  NAT(Promise.COMPLETES, run -> new Nat(Addresses.literal("10.0.99.1"), 30_000)),
  NAT_REBINDS(Promise.ANY_END, GridRun::rebinding),
  ACK_EARLY(Promise.COMPLETES, GridRun::proxy),
  ACK_EARLY_AND_LOSE(
      Promise.ANY_END,
      run -> run.proxy().losing(run.setting().position(), run.setting().position() + 3000)),
  FILL_GAPS(Promise.COMPLETES, run -> new GapFiller(run.affected())),
  HOLD(Promise.COMPLETES, run -> new Holder(run.affected(), 150 * GridRun.MILLISECOND)),
  NORMALIZE(
      Promise.COMPLETES, run -> new HeaderNormalizer(run.affectedBothWays()).clampingMss(900)),
  LOSE_THIRD_ACK(
      Promise.COMPLETES,
      run -> new PacketDropper(run.affectedBothWays().types(SegmentType.THIRD_ACK).packets(1, 2))),
  DROP_SYN_WITH_MPTCP(
      Promise.COMPLETES,
      run ->
          new PacketDropper(
              run.affectedBothWays()
                  .types(SegmentType.SYN, SegmentType.SYN_ACK)
                  .carrying(TcpOption.MPTCP))),
  DROP_MPTCP(Promise.ANY_END, run -> new PacketDropper(run.affected().carrying(TcpOption.MPTCP)));

  /** What is to be expected of a connection through a box. */
  enum Promise {
    /** All bytes arrive, and both sides close in order. */
    COMPLETES,
    /** That, or both are told of an error. */
    ANY_END,
    /**
     * As ANY_END; bytes may be others where nothing can detect it: without checksum, or in plain
     * TCP. Their number is the same.
     */
    ALTERS,
    /** As ALTERS; and their number is another. */
    ALTERS_LENGTH
  }

  private final Promise promise;
  private final Function<GridRun, Middlebox> make;

  Box(Promise promise, Function<GridRun, Middlebox> make) {
    this.promise = promise;
    this.make = make;
  }

  Promise promise() {
    return promise;
  }

  Middlebox make(GridRun run) {
    return make.apply(run);
  }

  /** Whether it changes payload in that direction. */
  boolean alters(Setting setting, Direction direction) {
    return (promise == Promise.ALTERS || promise == Promise.ALTERS_LENGTH)
        && direction == setting.direction();
  }
}
