package org.mptcp4j.impl.tcp.matrix;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Events of one kind in all states: a subclass declares the cells, each becomes a test. */
abstract class EventGroup {
  private final List<Cell> cells = new ArrayList<>();

  /** Declares the cells with {@link #event}. */
  abstract void declare();

  final List<Cell> cells() {
    if (cells.isEmpty()) {
      declare();
    }
    return cells;
  }

  final Row event(Event event) {
    return event(event, Conversation::in);
  }

  /**
   * Begins an event.
   *
   * @param opening brings a connection into a state
   */
  final Row event(Event event, Function<State, Conversation> opening) {
    return new Row(event, opening, cells::add);
  }

  @TestFactory
  final Stream<DynamicTest> everyCell() {
    return cells().stream()
        .filter(Cell::hasMeaning)
        .map(cell -> DynamicTest.dynamicTest(cell.toString(), cell.check()::run));
  }
}
