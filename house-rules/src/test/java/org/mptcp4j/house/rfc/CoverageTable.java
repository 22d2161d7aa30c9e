package org.mptcp4j.house.rfc;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.mptcp4j.house.rfc.CoveringTests.CoveringTest;
import org.mptcp4j.house.rfc.Requirement.Answer;
import org.mptcp4j.house.rfc.Requirement.Level;

/** {@code docs/rfc-coverage.md}: the requirements, what we do about them, and the tests. */
final class CoverageTable {
  /** Writes the table anew. */
  static final String UPDATE =
      "mvn -q -Dquick -pl house-rules -am test -Dtest=RfcCoverageTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dorg.mptcp4j.coverage.update";

  private final CoveringTests tests;
  private final List<String> lines = new ArrayList<>();

  CoverageTable(CoveringTests tests) {
    this.tests = tests;
  }

  String of(List<RequirementList> lists) {
    lines.clear();
    head();
    totals(lists);
    gaps(lists);
    for (RequirementList list : lists) {
      line("");
      line("## RFC " + list.rfc());
      list.sections().forEach(this::section);
    }
    return String.join("\n", lines) + "\n";
  }

  private void line(String text) {
    lines.add(text);
  }

  private void head() {
    line("# Multipath TCP: the requirements of RFC 6824 and RFC 8684");
    line("");
    line(
        "Each MUST, SHOULD and MAY of the two RFCs: what the engine does, and the tests that fail");
    line("where it does not. A sentence with two key words has two rows. The answers stand in");
    line(
        "`house-rules/src/test/resources/rfc`, the tests carry `@Covers`; this file is written from");
    line("both, and `RfcCoverageTest` fails where it is stale or a MUST has neither a test nor a");
    line("reason. To write it anew:");
    line("");
    line("```");
    line(UPDATE);
    line("```");
  }

  private void totals(List<RequirementList> lists) {
    line("");
    line(
        "| RFC | level | rows | done, with a test | done, no test | not used | not applicable"
            + " | not done |");
    line("|---|---|---|---|---|---|---|---|");
    for (RequirementList list : lists) {
      for (Level level : Level.values()) {
        List<Requirement> rows = list.rows().stream().filter(r -> r.level() == level).toList();
        if (!rows.isEmpty()) {
          line("| " + list.rfc() + " | " + level.text() + counts(rows));
        }
      }
      line("| **" + list.rfc() + "** | **all**" + counts(list.rows()));
    }
  }

  private String counts(List<Requirement> rows) {
    long done = rows.stream().filter(r -> r.answer() == Answer.DONE).count();
    long tested =
        rows.stream().filter(r -> r.answer() == Answer.DONE && !tests.of(r).isEmpty()).count();
    return " | %d | %d | %d | %d | %d | %d |"
        .formatted(
            rows.size(),
            tested,
            done - tested,
            count(rows, Answer.NOT_USED),
            count(rows, Answer.NOT_APPLICABLE),
            count(rows, Answer.NOT_DONE));
  }

  private static long count(List<Requirement> rows, Answer answer) {
    return rows.stream().filter(r -> r.answer() == answer).count();
  }

  private void gaps(List<RequirementList> lists) {
    line("");
    line("## Not done");
    line("");
    for (RequirementList list : lists) {
      for (Requirement row : list.rows()) {
        if (row.answer() == Answer.NOT_DONE) {
          line("- " + link(row.id()) + " (" + row.level().text() + "): " + row.remark());
        }
      }
    }
  }

  private void section(RequirementList.Section section) {
    line("");
    line("### Section " + section.number() + ": " + section.title());
    line("");
    line("| id | level | requirement | answer | tests |");
    line("|---|---|---|---|---|");
    section.rows().forEach(this::row);
  }

  private void row(Requirement row) {
    String id = "<a id=\"" + row.id() + "\"></a>" + row.id();
    String same = row.sameAs().stream().map(CoverageTable::link).collect(Collectors.joining(", "));
    line(
        "| %s | %s | %s%s | %s | %s |"
            .formatted(
                id,
                row.level().text(),
                row.quotation(),
                same.isEmpty() ? "" : "<br>same as " + same,
                answer(row),
                shown(row)));
  }

  private static String answer(Requirement row) {
    boolean standsOut = row.answer() == Answer.NOT_DONE;
    String word = standsOut ? "**" + row.answer().text() + "**" : row.answer().text();
    return row.remark().isEmpty() ? word : word + ": " + row.remark();
  }

  private String shown(Requirement row) {
    List<CoveringTest> covering = tests.of(row);
    if (row.answer() == Answer.DONE && covering.isEmpty()) {
      return "**no test**";
    }
    return covering.stream()
        .map(test -> "[" + test.name() + "](../" + test.source() + ")")
        .collect(Collectors.joining("<br>"));
  }

  private static String link(String id) {
    return "[" + id + "](#" + id + ")";
  }
}
