package org.mptcp4j.house.rfc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every MUST of RFC 6824 and RFC 8684 that we say to obey has a test that shows it. */
class RfcCoverageTest {
  private static final boolean UPDATE = System.getProperty("org.mptcp4j.coverage.update") != null;
  private static final Path ROOT =
      Path.of(System.getProperty("mptcp4j.root", "..")).toAbsolutePath().normalize();
  private static final Path DATA = ROOT.resolve("house-rules/src/test/resources/rfc");
  private static final Path DOCUMENT = ROOT.resolve("docs/rfc-coverage.md");

  private static final List<RequirementList> LISTS = List.of(list(8684), list(6824));
  private static final Map<String, Requirement> ROWS = RequirementList.byId(LISTS);
  private static final CoveringTests TESTS = CoveringTests.of(ROOT);

  private static RequirementList list(int rfc) {
    return RequirementList.parse(rfc, lines(DATA.resolve("rfc" + rfc + ".txt")));
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void everyKeyWordHasARow() {
    LISTS.forEach(list -> assertThat(CoverageRules.incomplete(list)).isEmpty());
    assertThat(LISTS.get(0).rows()).hasSize(166);
    assertThat(LISTS.get(1).rows()).hasSize(126);
  }

  @Test
  void rowsOfBothRfcsAreLinkedBothWays() {
    assertThat(CoverageRules.brokenLinks(ROWS)).isEmpty();
  }

  @Test
  void whatIsNotDoneSaysWhy() {
    assertThat(CoverageRules.withoutReason(ROWS)).isEmpty();
  }

  @Test
  void testsNameRowsThatThereAre() {
    assertThat(CoverageRules.strayTests(ROWS, TESTS)).isEmpty();
  }

  @Test
  void everyMustHasATest() {
    assertThat(CoverageRules.untested(ROWS, TESTS)).isEmpty();
  }

  @Test
  void documentIsUpToDate() throws IOException {
    String text = new CoverageTable(TESTS).of(LISTS);
    if (UPDATE) {
      Files.writeString(DOCUMENT, text);
    }
    assertThat(Files.readString(DOCUMENT)).as(CoverageTable.UPDATE).isEqualTo(text);
  }
}
