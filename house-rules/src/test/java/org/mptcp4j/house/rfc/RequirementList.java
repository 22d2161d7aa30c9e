package org.mptcp4j.house.rfc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.mptcp4j.house.rfc.Requirement.Answer;
import org.mptcp4j.house.rfc.Requirement.Level;

/**
 * The requirements of one RFC, read from a file with a line each: {@code id | level | quotation |
 * answer | same as}, below lines {@code section number title} and {@code count key-words}.
 *
 * @param rfc its number
 * @param sections in the order of the text
 */
record RequirementList(int rfc, List<Section> sections) {
  private static final Pattern BAR = Pattern.compile("\\s*\\|\\s*");

  /**
   * A section with requirements.
   *
   * @param count how many key words its text has
   */
  record Section(String number, String title, int count, List<Requirement> rows) {}

  static RequirementList parse(int rfc, List<String> lines) {
    List<Section> sections = new ArrayList<>();
    String heading = "";
    for (String line : lines) {
      if (line.startsWith("section ")) {
        heading = line.substring("section ".length());
      } else if (line.startsWith("count ")) {
        String[] words = heading.split(" ", 2);
        int count = Integer.parseInt(line.substring("count ".length()));
        sections.add(new Section(words[0], words[1], count, new ArrayList<>()));
      } else if (!line.isBlank() && !line.startsWith("#")) {
        sections.get(sections.size() - 1).rows().add(row(line));
      }
    }
    return new RequirementList(rfc, sections);
  }

  private static Requirement row(String line) {
    String[] cells = BAR.split(line, -1);
    if (cells.length != 5) {
      throw new IllegalArgumentException("not five cells: " + line);
    }
    String[] answer = cells[3].split(":\\s*", 2);
    return new Requirement(
        cells[0],
        Level.of(cells[1]),
        cells[2],
        Answer.of(answer[0]),
        answer.length > 1 ? answer[1].strip() : "",
        cells[4].isBlank() ? List.of() : Arrays.asList(cells[4].strip().split(",\\s*", -1)));
  }

  List<Requirement> rows() {
    return sections.stream().flatMap(section -> section.rows().stream()).toList();
  }

  static Map<String, Requirement> byId(List<RequirementList> lists) {
    Map<String, Requirement> all = new LinkedHashMap<>();
    for (RequirementList list : lists) {
      for (Requirement row : list.rows()) {
        if (all.put(row.id(), row) != null) {
          throw new IllegalArgumentException("twice: " + row.id());
        }
      }
    }
    return all;
  }
}
