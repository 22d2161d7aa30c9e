package org.mptcp4j.conformance.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.mptcp4j.conformance.dialogue.Trace;
import org.mptcp4j.conformance.dialogue.Verdict;
import org.mptcp4j.conformance.run.Outcome;

/** A page for people: verdicts by subject, and a ladder diagram of each instance. */
public final class HtmlReport {
  private HtmlReport() {}

  /**
   * Writes {@code report.html} there.
   *
   * @param title such as the peer and the time
   */
  public static void write(String title, List<Outcome> outcomes, Path directory)
      throws IOException {
    try (Writer out = Files.newBufferedWriter(directory.resolve("report.html"))) {
      out.write("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
      out.write("<title>" + Markup.escape(title) + "</title><style>" + style() + "</style></head>");
      out.write("<body><h1>" + Markup.escape(title) + "</h1>\n");
      out.write(summary(outcomes));
      String folder = "";
      for (Outcome outcome : outcomes) {
        if (!outcome.instance().entry().folder().equals(folder)) {
          folder = outcome.instance().entry().folder();
          out.write("<h2 id=\"" + folder + "\">" + folder + "</h2>\n");
        }
        out.write(instance(outcome));
      }
      out.write("</body></html>\n");
    }
  }

  private static String style() throws IOException {
    try (InputStream in = HtmlReport.class.getResourceAsStream("report.css")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String summary(List<Outcome> outcomes) {
    Map<String, Map<String, Integer>> byFolder = new TreeMap<>();
    for (Outcome outcome : outcomes) {
      byFolder
          .computeIfAbsent(outcome.instance().entry().folder(), f -> new TreeMap<>())
          .merge(word(outcome), 1, Integer::sum);
    }
    StringBuilder text = new StringBuilder("<table><tr><th>subject</th>");
    List<String> words = List.of("pass", "fail", "expected", "inconclusive", "not-applicable");
    words.forEach(word -> text.append("<th>").append(word).append("</th>"));
    text.append("</tr>\n");
    byFolder.forEach(
        (folder, counts) -> {
          text.append("<tr><td><a href=\"#%s\">%s</a></td>".formatted(folder, folder));
          for (String word : words) {
            int count = counts.getOrDefault(word, 0);
            text.append("<td class=\"").append(count == 0 ? "" : word).append("\">");
            text.append(count == 0 ? "" : Integer.toString(count)).append("</td>");
          }
          text.append("</tr>\n");
        });
    return text.append("</table>\n").toString();
  }

  private static final Map<Verdict, String> WORDS =
      new EnumMap<>(
          Map.of(
              Verdict.PASS, "pass",
              Verdict.FAIL, "fail",
              Verdict.INCONCLUSIVE, "inconclusive",
              Verdict.NOT_APPLICABLE, "not-applicable"));

  private static String word(Outcome outcome) {
    return outcome.expected() != null ? "expected" : WORDS.get(outcome.verdict());
  }

  private static String instance(Outcome outcome) {
    StringBuilder text = new StringBuilder();
    text.append("<details").append(outcome.isBad() ? " open" : "").append("><summary>");
    text.append("<b class=\"").append(word(outcome)).append("\">").append(word(outcome));
    text.append("</b> ").append(Markup.escape(outcome.instance().name())).append("</summary>\n");
    text.append("<p class=\"rfc\">").append(outcome.instance().entry().facts().level());
    text.append(", ").append(Markup.escape(outcome.instance().source())).append(": <q>");
    text.append(Markup.escape(outcome.instance().entry().facts().says())).append("</q></p>\n");
    if (!outcome.reason().isEmpty()) {
      text.append("<p><b>").append(Markup.escape(outcome.reason())).append("</b></p>\n");
    }
    if (outcome.expected() != null) {
      text.append("<p>Expected of this peer: ").append(Markup.escape(outcome.expected()));
      text.append("</p>\n");
    }
    if (!outcome.trace().entries().isEmpty()) {
      text.append(ladder(outcome));
    }
    return text.append("</details>\n").toString();
  }

  /** Suite on the left, peer on the right, time downwards. */
  private static String ladder(Outcome outcome) {
    StringBuilder text = new StringBuilder("<div class=\"ladder\">");
    text.append("<div class=\"ends\"><span>suite</span><span>peer</span></div>\n");
    long start = outcome.trace().entries().get(0).nanos();
    for (Trace.Entry entry : outcome.trace().entries()) {
      String kind = entry.kind().name().toLowerCase(Locale.ROOT);
      String time = String.format(Locale.ROOT, "%.4f", (entry.nanos() - start) / 1e9);
      text.append("<div class=\"").append(kind).append("\"><time>").append(time);
      text.append("</time><p>").append(Markup.escape(words(entry))).append("</p></div>\n");
    }
    text.append("</div><p><a href=\"").append(Markup.escape(Captures.fileOf(outcome)));
    return text.append("\">capture</a></p>\n").toString();
  }

  private static String words(Trace.Entry entry) {
    if (entry.text() != null) {
      return entry.kind() == Trace.Kind.EXPECTED ? "expected: " + entry.text() : entry.text();
    }
    if (entry.packet() == null) {
      return "a packet that is not TCP, " + entry.bytes().length + " bytes";
    }
    String ends =
        entry.packet().from().getHostAddress()
            + " "
            + entry.packet().source().getPort()
            + " > "
            + entry.packet().to().getHostAddress()
            + " "
            + entry.packet().destination().getPort();
    return entry.packet().summary() + "\n" + ends;
  }
}
