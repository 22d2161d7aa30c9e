package org.mptcp4j.house.rfc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mptcp4j.test.Covers;

/** Each rule on the coverage of requirements bites. */
class CoverageRulesTest {
  private static RequirementList list(String... rows) {
    String[] head = {"# comment", "", "section 3.1 Beginning", "count " + rows.length};
    return RequirementList.parse(
        99, Stream.of(List.of(head), List.of(rows)).flatMap(List::stream).toList());
  }

  private static Map<String, Requirement> rows(String... rows) {
    return RequirementList.byId(List.of(list(rows)));
  }

  private static CoveringTests tests(Class<?>... types) {
    CoveringTests tests = new CoveringTests();
    tests.add(new ClassFileImporter().importClasses(types), type -> "Source.java");
    return tests;
  }

  static class Covering {
    @Covers("99-3.1-01")
    @ParameterizedTest
    @ValueSource(ints = 1)
    void shows(int unused) {}

    @Covers({"99-3.1-01", "99-3.1-07"})
    @Test
    void showsMore() {}
  }

  static class Misplaced {
    @Covers("99-3.1-01")
    void isNoTest() {}
  }

  @Covers("99-3.1-02")
  static class Whole {
    @Test
    void one() {}
  }

  @Test
  void readsARow() {
    Requirement row =
        list("99-3.1-01 | MUST NOT | they MUST NOT: never | not done: too hard: yes | 98-1-01, 98-1-02")
            .rows()
            .get(0);
    assertThat(row.level()).isEqualTo(Requirement.Level.MUST_NOT);
    assertThat(row.answer()).isEqualTo(Requirement.Answer.NOT_DONE);
    assertThat(row.remark()).isEqualTo("too hard: yes");
    assertThat(row.sameAs()).containsExactly("98-1-01", "98-1-02");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "99-3.1-01 | MUST | they MUST | done",
        "99-3.1-01 | WILL | they WILL | done |",
        "99-3.1-01 | MUST | they MUST | nearly done |"
      })
  void refusesWhatIsNoRow(String line) {
    assertThatThrownBy(() -> list(line)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aRowTwice() {
    String row = "99-3.1-01 | MUST | they MUST | done |";
    assertThatThrownBy(() -> rows(row, row)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void incomplete() {
    assertThat(CoverageRules.incomplete(list("99-3.1-01 | MUST | they MUST | done |"))).isEmpty();
    assertThat(CoverageRules.incomplete(list("99-3.1-02 | MUST | they MUST | done |"))).hasSize(1);
    assertThat(CoverageRules.incomplete(list("99-3.1-01 | MUST | they may | done |"))).hasSize(1);
    RequirementList.Section section = new RequirementList.Section("1", "none", 1, List.of());
    assertThat(CoverageRules.incomplete(new RequirementList(99, List.of(section)))).hasSize(1);
  }

  @Test
  void brokenLinks() {
    String first = "99-3.1-01 | MUST | they MUST | done | 99-3.1-02";
    assertThat(CoverageRules.brokenLinks(rows(first))).hasSize(1);
    String second = "99-3.1-02 | MUST | they MUST | done | ";
    assertThat(CoverageRules.brokenLinks(rows(first, second))).hasSize(1);
    assertThat(CoverageRules.brokenLinks(rows(first, second + "99-3.1-01"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MUST | they MUST | not done",
        "MUST | they MUST | not applicable:",
        "SHOULD | they SHOULD | not done",
        "SHOULD | they SHOULD | not used: no wish to"
      })
  void withoutReason(String row) {
    assertThat(CoverageRules.withoutReason(rows("99-3.1-01 | " + row + " |"))).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"MUST | MUST | done", "MAY | MAY | not used", "MUST | MUST | not done: because"})
  void withReason(String row) {
    assertThat(CoverageRules.withoutReason(rows("99-3.1-01 | " + row + " |"))).isEmpty();
  }

  @Test
  void untested() {
    Map<String, Requirement> rows =
        rows(
            "99-3.1-01 | MUST | they MUST | done |",
            "99-3.1-02 | MUST NOT | they MUST NOT | done |",
            "99-3.1-03 | SHOULD | they SHOULD | done |",
            "99-3.1-04 | MUST | they MUST | not done: because |");
    assertThat(CoverageRules.untested(rows, tests())).hasSize(2);
    assertThat(CoverageRules.untested(rows, tests(Covering.class))).hasSize(1);
    assertThat(CoverageRules.untested(rows, tests(Covering.class, Whole.class))).isEmpty();
  }

  @Test
  void strayTests() {
    String done = "99-3.1-01 | MUST | they MUST | done |";
    String other = "99-3.1-07 | MAY | they MAY | done |";
    CoveringTests covering = tests(Covering.class);
    assertThat(CoverageRules.strayTests(rows(done, other), covering)).isEmpty();
    assertThat(CoverageRules.strayTests(rows(done), covering))
        .containsExactly(
            "CoverageRulesTest.Covering#showsMore covers 99-3.1-07, which there is not");
    String left = "99-3.1-07 | MAY | they MAY | not used |";
    assertThat(CoverageRules.strayTests(rows(done, left), covering)).hasSize(1);
    assertThat(CoverageRules.strayTests(rows(done), tests(Misplaced.class)))
        .containsExactly("CoverageRulesTest.Misplaced#isNoTest is no test");
  }
}
