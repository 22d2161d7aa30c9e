package org.mptcp4j.sim.middlebox;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;
import org.mptcp4j.sim.Direction;

/**
 * The packets that a box does something to; the others pass. Immutable: start from {@link #all} and
 * narrow.
 */
public final class Selection {
  private static final Selection ALL =
      new Selection(
          EnumSet.allOf(Direction.class),
          EnumSet.allOf(SegmentType.class),
          0,
          Long.MAX_VALUE,
          1,
          Long.MAX_VALUE,
          arrival -> true);

  private final Set<Direction> directions;
  private final Set<SegmentType> types;
  private final long fromNanos;
  private final long untilNanos;
  private final long first;
  private final long last;
  private final Predicate<TcpMiddlebox.Arrival> further;

  private Selection(
      Set<Direction> directions,
      Set<SegmentType> types,
      long fromNanos,
      long untilNanos,
      long first,
      long last,
      Predicate<TcpMiddlebox.Arrival> further) {
    this.directions = directions;
    this.types = types;
    this.fromNanos = fromNanos;
    this.untilNanos = untilNanos;
    this.first = first;
    this.last = last;
    this.further = further;
  }

  /** All TCP segments, always. */
  public static Selection all() {
    return ALL;
  }

  /** Those that go in that direction. */
  public Selection towards(Direction direction) {
    return new Selection(EnumSet.of(direction), types, fromNanos, untilNanos, first, last, further);
  }

  /** Those of these types. */
  public Selection types(SegmentType one, SegmentType... more) {
    return new Selection(
        directions, EnumSet.of(one, more), fromNanos, untilNanos, first, last, further);
  }

  /** Those that come at that virtual time or later. */
  public Selection from(long nanos) {
    return new Selection(directions, types, nanos, untilNanos, first, last, further);
  }

  /** Those that come before that virtual time. */
  public Selection until(long nanos) {
    return new Selection(directions, types, fromNanos, nanos, first, last, further);
  }

  /**
   * Of the packets that everything else selects the ones with these numbers, counted from 1 over
   * all flows.
   */
  public Selection packets(long from, long to) {
    return new Selection(directions, types, fromNanos, untilNanos, from, to, further);
  }

  /** Those with an option of that kind. */
  public Selection carrying(int kind) {
    return where(arrival -> arrival.segment().option(kind).isPresent());
  }

  /** Those that fulfil that condition beside. */
  public Selection where(Predicate<TcpMiddlebox.Arrival> condition) {
    return new Selection(
        directions, types, fromNanos, untilNanos, first, last, further.and(condition));
  }

  boolean covers(TcpMiddlebox.Arrival arrival) {
    return directions.contains(arrival.direction())
        && types.contains(arrival.type())
        && arrival.nowNanos() >= fromNanos
        && arrival.nowNanos() < untilNanos
        && further.test(arrival);
  }

  /** Whether the {@code number}th packet that {@link #covers} lets through is one of them. */
  boolean counts(long number) {
    return number >= first && number <= last;
  }
}
