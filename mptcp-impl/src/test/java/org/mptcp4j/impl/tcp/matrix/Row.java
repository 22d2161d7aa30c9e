package org.mptcp4j.impl.tcp.matrix;

import static org.mptcp4j.impl.tcp.matrix.State.CLOSED;
import static org.mptcp4j.impl.tcp.matrix.State.LISTEN;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** The cells of one event, while they are declared. */
final class Row {
  private final Event event;
  private final Consumer<Cell> cells;
  private final Function<State, Conversation> opening;

  Row(Event event, Function<State, Conversation> opening, Consumer<Cell> cells) {
    this.event = event;
    this.cells = cells;
    this.opening = opening;
  }

  /** Some states that behave alike. */
  States in(State... states) {
    return new States(List.of(states));
  }

  /**
   * What CLOSED and LISTEN answer, which look at RST, ACK and SYN alone (sections 3.10.7.1 and
   * 3.10.7.2); a segment with SYN is for the caller to declare.
   *
   * @param flags letters of F, R, A, U
   */
  Row withoutConnection(String flags, int text) {
    if (flags.contains("R")) {
      // "An incoming segment containing a RST is discarded"; "An incoming RST should be ignored"
      return in(CLOSED, LISTEN).atHost("dropped", h -> h.arrives(flags, text).answersNothing());
    }
    if (flags.contains("A")) {
      // "<SEQ=SEG.ACK><CTL=RST>", in both
      return in(CLOSED, LISTEN).atHost("RST", h -> h.arrives(flags, text).resets());
    }
    // "This should not be reached. Drop the segment and return"
    return in(CLOSED)
        .atHost("RST,ACK", h -> h.arrives(flags, text).resetsWithAck(text))
        .in(LISTEN)
        .atHost("dropped", h -> h.arrives(flags, text).answersNothing());
  }

  /** States that share an expectation. */
  final class States {
    private final List<State> states;

    private States(List<State> states) {
      this.states = states;
    }

    /** A connection in each of the states meets the event. */
    Row is(String outcome, Consumer<Conversation> check) {
      for (State state : states) {
        cells.accept(
            new Cell(state, event, outcome, () -> opening.apply(state).holds(check).close()));
      }
      return Row.this;
    }

    /** A host without a connection, or with a listener, meets the event. */
    Row atHost(String outcome, Consumer<Host> check) {
      for (State state : states) {
        cells.accept(new Cell(state, event, outcome, () -> Host.in(state).holds(check).close()));
      }
      return Row.this;
    }

    /** The RFC gives the cell no meaning. */
    Row without(String why) {
      for (State state : states) {
        cells.accept(new Cell(state, event, "- (" + why + ")", null));
      }
      return Row.this;
    }
  }
}
