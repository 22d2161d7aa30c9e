package org.mptcp4j.impl.tcp.rfc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/tcp-requirements.md names every requirement, and tests that there are. */
class RequirementsTableTest {
  private static final int MUSTS = 69;
  private static final int SHOULDS = 31;
  private static final Path TABLE = Path.of("..", "docs", "tcp-requirements.md");
  private static final Path TESTS = Path.of("src", "test", "java");

  /**
   * A row of the table.
   *
   * @param text what the engine does
   * @param tests as they stand there, "-" for none
   */
  private record Row(String number, String text, String tests) {}

  private static List<Row> rows() throws IOException {
    return rows("(MUST|SHLD)-\\d+");
  }

  private static List<Row> rows(String number) throws IOException {
    List<Row> rows = new ArrayList<>();
    for (String line : Files.readAllLines(TABLE)) {
      String[] cells = line.split("\\|", -1);
      if (cells.length == 6 && cells[1].strip().matches(number)) {
        rows.add(new Row(cells[1].strip(), cells[3].strip(), cells[4].strip()));
      }
    }
    return rows;
  }

  @Test
  void everyRequirementIsThereOnce() throws IOException {
    List<String> expected = new ArrayList<>();
    for (int i = 1; i <= MUSTS; i++) {
      expected.add("MUST-" + i);
    }
    for (int i = 1; i <= SHOULDS; i++) {
      expected.add("SHLD-" + i);
    }
    assertThat(rows().stream().map(Row::number)).containsExactlyElementsOf(expected);
  }

  @Test
  void aMustWithoutTestSaysWhy() throws IOException {
    for (Row row : rows()) {
      if (row.number().startsWith("MUST") && row.tests().equals("-")) {
        assertThat(row.text()).as(row.number()).matches("not (met|applicable).+");
      }
    }
  }

  @Test
  void everyNamedTestExists() throws IOException {
    Map<String, Path> sources = sources();
    for (Row row : rows(".*\\d.*")) {
      if (row.tests().equals("-")) {
        continue;
      }
      for (String test : row.tests().split(", ", -1)) {
        String[] name = test.split("#", -1);
        assertThat(sources).as(row.number()).containsKey(name[0]);
        if (name.length > 1) {
          String source = Files.readString(sources.get(name[0]));
          assertThat(source).as(row.number() + ": " + test).contains("void " + name[1] + "(");
        }
      }
    }
  }

  private static Map<String, Path> sources() throws IOException {
    Map<String, Path> sources = new HashMap<>();
    try (Stream<Path> files = Files.walk(TESTS)) {
      files
          .filter(file -> file.toString().endsWith("Test.java"))
          .forEach(file -> sources.put(file.getFileName().toString().replace(".java", ""), file));
    }
    return sources;
  }
}
