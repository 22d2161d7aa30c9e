package org.mptcp4j.house.rfc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.mptcp4j.house.rfc.Requirement.Answer;

/** What must hold between the requirements and the tests. Each returns what breaks it. */
final class CoverageRules {
  private CoverageRules() {}

  /** The rows are the key words that the text has, in order, each with its quotation. */
  static List<String> incomplete(RequirementList list) {
    List<String> broken = new ArrayList<>();
    for (RequirementList.Section section : list.sections()) {
      String name = list.rfc() + "-" + section.number();
      if (section.count() != section.rows().size()) {
        broken.add(name + " has " + section.rows().size() + " rows, not " + section.count());
      }
      for (int i = 0; i < section.rows().size(); i++) {
        Requirement row = section.rows().get(i);
        String expected = "%s-%02d".formatted(name, i + 1);
        if (!row.id().equals(expected)) {
          broken.add(row.id() + " stands where " + expected + " belongs");
        }
        if (!Pattern.compile("\\b" + row.level().text() + "\\b").matcher(row.quotation()).find()) {
          broken.add(row.id() + " quotes no " + row.level().text());
        }
      }
    }
    return broken;
  }

  /** Links lead both ways. */
  static List<String> brokenLinks(Map<String, Requirement> rows) {
    List<String> broken = new ArrayList<>();
    for (Requirement row : rows.values()) {
      for (String other : row.sameAs()) {
        if (!rows.containsKey(other) || !rows.get(other).sameAs().contains(row.id())) {
          broken.add(row.id() + " is the same as " + other + ", but not the other way round");
        }
      }
    }
    return broken;
  }

  /** Who does not obey says why, and only a MAY can be left aside without. */
  static List<String> withoutReason(Map<String, Requirement> rows) {
    List<String> broken = new ArrayList<>();
    for (Requirement row : rows.values()) {
      boolean explained = row.answer() == Answer.DONE || !row.remark().isBlank();
      boolean free = row.answer() == Answer.NOT_USED && row.level().free();
      if (!explained && !free) {
        broken.add(row.id() + " is " + row.answer().text() + ", and says not why");
      }
      if (row.answer() == Answer.NOT_USED && !row.level().free()) {
        broken.add(row.id() + " is a " + row.level().text() + ": it cannot be left aside");
      }
    }
    return broken;
  }

  /** Every MUST that is obeyed has a test. */
  static List<String> untested(Map<String, Requirement> rows, CoveringTests tests) {
    List<String> broken = new ArrayList<>();
    for (Requirement row : rows.values()) {
      boolean needed = row.level().absolute() && row.answer() == Answer.DONE;
      if (needed && tests.of(row).isEmpty()) {
        broken.add(row.id() + " has no test: " + row.quotation());
      }
    }
    return broken;
  }

  /** Tests name rows that there are, and that we say to obey. */
  static List<String> strayTests(Map<String, Requirement> rows, CoveringTests tests) {
    List<String> broken = new ArrayList<>(tests.misplaced());
    tests
        .byRequirement()
        .forEach(
            (id, covering) -> {
              Requirement row = rows.get(id);
              if (row == null) {
                broken.add(covering.get(0).name() + " covers " + id + ", which there is not");
              } else if (row.answer() != Answer.DONE) {
                broken.add(covering.get(0).name() + " covers " + id + ", which is not done");
              }
            });
    return broken;
  }
}
