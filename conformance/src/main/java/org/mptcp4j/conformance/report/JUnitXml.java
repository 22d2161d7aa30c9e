package org.mptcp4j.conformance.report;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.mptcp4j.conformance.dialogue.Verdict;
import org.mptcp4j.conformance.run.Outcome;

/**
 * The outcomes as CI servers read them. What is not applicable or inconclusive, or was expected to
 * fail, is skipped with its reason.
 */
public final class JUnitXml {
  private JUnitXml() {}

  /** Writes {@code junit.xml} there. */
  public static void write(List<Outcome> outcomes, Path directory) throws IOException {
    try (Writer out = Files.newBufferedWriter(directory.resolve("junit.xml"))) {
      long failures = outcomes.stream().filter(Outcome::isBad).count();
      long skipped =
          outcomes.stream().filter(o -> o.verdict() != Verdict.PASS && !o.isBad()).count();
      out.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
      out.write(
          "<testsuite name=\"mptcp conform\" tests=\"%d\" failures=\"%d\" errors=\"0\" skipped=\"%d\">\n"
              .formatted(outcomes.size(), failures, skipped));
      for (Outcome outcome : outcomes) {
        out.write(testCase(outcome));
      }
      out.write("</testsuite>\n");
    }
  }

  private static String testCase(Outcome outcome) {
    String head =
        String.format(
            Locale.ROOT,
            "  <testcase classname=\"%s\" name=\"%s\" time=\"%.3f\"",
            Markup.escape(outcome.instance().entry().folder()),
            Markup.escape(outcome.instance().name()),
            outcome.nanos() / 1e9);
    if (outcome.verdict() == Verdict.PASS) {
      return head + "/>\n";
    }
    String reason =
        outcome.expected() == null
            ? outcome.reason()
            : outcome.reason() + " (expected: " + outcome.expected() + ")";
    String element = outcome.isBad() ? "failure" : "skipped";
    String text =
        outcome.isBad()
            ? outcome.instance().source() + ": " + outcome.instance().entry().facts().says()
            : "";
    return head
        + ">\n    <%s message=\"%s\">%s</%s>\n  </testcase>\n"
            .formatted(
                element,
                Markup.escape(outcome.verdict() + ": " + reason),
                Markup.escape(text),
                element);
  }
}
