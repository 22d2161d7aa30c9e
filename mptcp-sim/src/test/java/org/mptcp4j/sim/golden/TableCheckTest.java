package org.mptcp4j.sim.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The comparison of a table with its file. */
class TableCheckTest {
  @TempDir private Path directory;

  private GoldenTable table(String... rows) {
    GoldenTable table = new GoldenTable(directory.resolve("table.txt"), false, "What it shows.");
    for (String row : rows) {
      table.row(row);
    }
    return table;
  }

  private GoldenTable update(String... rows) {
    GoldenTable table = new GoldenTable(directory.resolve("table.txt"), true, "What it shows.");
    for (String row : rows) {
      table.row(row);
    }
    return table;
  }

  @Test
  void whatWasWrittenIsAccepted() {
    update("1.000", "2.000").check();
    assertThatCode(() -> table("1.000", "2.000").check()).doesNotThrowAnyException();
  }

  @Test
  void aDigitMakesADifference() {
    update("1.000", "2.000").check();
    assertThatThrownBy(() -> table("1.000", "2.001").check())
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("- 2.000\n+ 2.001\n")
        .hasMessageContaining(GoldenTable.UPDATE)
        .hasMessageNotContaining("1.000");
  }

  @Test
  void aRowMoreOrLessDoes() {
    update("1.000", "2.000").check();
    assertThatThrownBy(() -> table("1.000").check()).hasMessageContaining("- 2.000\n");
    assertThatThrownBy(() -> table("1.000", "2.000", "3.000").check())
        .hasMessageContaining("+ 3.000\n");
  }

  @Test
  void aMissingFileDoes() {
    assertThatThrownBy(() -> table("1.000").check()).hasMessageContaining("+ 1.000\n");
  }

  @Test
  void theFileSaysHowItIsWritten() throws IOException {
    update("1.000").check();
    assertThat(Files.readString(directory.resolve("table.txt")))
        .isEqualTo("# What it shows.\n# Written by: " + GoldenTable.UPDATE + "\n1.000\n");
  }
}
