package org.mptcp4j.impl.tcp.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every cell of state x event has exactly one test, or says why the RFC gives it no meaning. */
class MatrixIsCompleteTest {
  private static final Path TABLE = Path.of("..", "docs", "tcp-state-matrix.md");

  private static final List<EventGroup> GROUPS =
      List.of(
          new UserCallsTest(),
          new SequenceNumberTest(),
          new ResetTest(),
          new SecurityTest(),
          new SynchronizeTest(),
          new AcknowledgmentTest(),
          new UrgentTest(),
          new SegmentTextTest(),
          new FinTest(),
          new TimeoutsTest());

  @Test
  void everyStateMeetsEveryEvent() {
    Map<Event, Map<State, Cell>> matrix = matrix();
    for (Event event : Event.values()) {
      for (State state : State.values()) {
        assertThat(matrix.get(event)).as(event + " in " + state).containsKey(state);
      }
    }
  }

  @Test
  void whatHasNoMeaningNamesTheSection() {
    for (EventGroup group : GROUPS) {
      for (Cell cell : group.cells()) {
        if (!cell.hasMeaning()) {
          assertThat(cell.outcome()).as(cell.toString()).matches("- \\((3|A)\\.[0-9.]+.*: .+\\)");
        }
      }
    }
  }

  /** The table in the documentation says what the tests check: run with -Dmatrix.write to renew. */
  @Test
  void tableIsWhatTheTestsCheck() throws IOException {
    String table = table(matrix());
    if (System.getProperty("matrix.write") != null) {
      Files.writeString(TABLE, table);
    }
    assertThat(Files.readString(TABLE)).isEqualTo(table);
  }

  private static Map<Event, Map<State, Cell>> matrix() {
    Map<Event, Map<State, Cell>> matrix = new EnumMap<>(Event.class);
    for (Event event : Event.values()) {
      matrix.put(event, new EnumMap<>(State.class));
    }
    for (EventGroup group : GROUPS) {
      for (Cell cell : group.cells()) {
        Cell other = matrix.get(cell.event()).put(cell.state(), cell);
        assertThat(other).as("a second test of " + cell).isNull();
      }
    }
    return matrix;
  }

  private static String table(Map<Event, Map<State, Cell>> matrix) {
    StringBuilder text = new StringBuilder();
    text.append("# TCP: every state, every event\n\n");
    text.append("Written by `MatrixIsCompleteTest` from the tests of RFC 9293, section 3.10: ");
    text.append("each cell is one test, named like `CLOSING x RST at RCV.NXT`.\n");
    text.append("`->` is a change of state, \"-\" a cell without meaning and why. ");
    text.append("SYN-RECEIVED is two rows: after LISTEN, and after SYN-SENT (active).\n");
    for (Event event : Event.values()) {
      text.append("\n## ").append(event).append(" (").append(event.section()).append(")\n\n");
      text.append("| state | what happens |\n|---|---|\n");
      Map<String, StringBuilder> byOutcome = new LinkedHashMap<>();
      for (Cell cell : matrix.get(event).values()) {
        byOutcome
            .computeIfAbsent(cell.outcome(), o -> new StringBuilder())
            .append(", ")
            .append(cell.state());
      }
      byOutcome.forEach(
          (outcome, states) ->
              text.append("| ")
                  .append(states.substring(2))
                  .append(" | ")
                  .append(outcome)
                  .append(" |\n"));
    }
    return text.toString();
  }
}
