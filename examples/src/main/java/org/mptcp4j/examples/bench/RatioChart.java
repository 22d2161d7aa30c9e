package org.mptcp4j.examples.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.mptcp4j.examples.bench.Runs.Beside;

/**
 * A picture of all ratios, as SVG: a row for each figure, a dot for each run, a stroke at the ratio
 * of the medians, a triangle at the bar, which points to the side that is good. The axis is
 * logarithmic.
 */
final class RatioChart {
  private static final int WIDTH = 900;
  private static final int LEFT = 300;
  private static final int RIGHT = 60;
  private static final int TOP = 58;
  private static final int ROW = 20;
  private static final int BOTTOM = 24;
  private static final double[] TICKS = {0.1, 0.2, 0.5, 1, 2, 5, 10};
  private static final String STYLE =
      "<style>text{font:12px sans-serif;fill:#222}.t{font-size:15px;font-weight:bold}"
          + ".h{font-weight:bold}.e{text-anchor:end}.m{text-anchor:middle}"
          + ".g{stroke:#ddd}.o{stroke:#555}.d{fill:#1668b0;fill-opacity:.4}"
          + ".y{stroke:#1668b0;stroke-width:3}.n{stroke:#c22;stroke-width:3}.b{fill:#888}"
          + ".missed{fill:#c22}</style>\n";

  private final List<Row> rows = new ArrayList<>();

  /** A heading, or a figure where there are runs. */
  private record Row(String title, Figure figure, Runs runs) {}

  /** Begins a part. */
  void head(String title) {
    rows.add(new Row(title, null, null));
  }

  /** Adds all figures of a measurement. */
  void add(Setting setting, Runs runs) {
    String title = runs.measurement().title();
    for (Figure figure : Figure.of(runs.measurement(), setting)) {
      String name = figure.title().isEmpty() ? title + ", CPU" : figure.title().strip();
      if (figure.bar().exists()) {
        rows.add(new Row(name + ", " + figure.unit(), figure, runs));
      }
    }
  }

  /** Writes the picture. */
  void write(Path file) throws IOException {
    Files.writeString(file, svg());
  }

  String svg() {
    int height = TOP + ROW * rows.size() + BOTTOM;
    StringBuilder svg = new StringBuilder();
    svg.append(
        text(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\">%n",
            WIDTH, height));
    svg.append(STYLE).append("<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
    svg.append("<text class=\"t\" x=\"12\" y=\"22\">ours / theirs</text>\n");
    svg.append(
        "<text x=\"140\" y=\"22\">dots: single runs; stroke: the medians' ratio; triangle: the bar,"
            + " pointing to where it is met</text>\n");
    for (double tick : TICKS) {
      svg.append(
          text(
              "<path class=\"%s\" d=\"M%.1f,%dV%d\"/><text class=\"m\" x=\"%.1f\""
                  + " y=\"%d\">%s</text>%n",
              tick == 1 ? "o" : "g",
              x(tick),
              TOP - 8,
              height - BOTTOM,
              x(tick),
              TOP - 14,
              tick < 1 ? Double.toString(tick) : Long.toString((long) tick)));
    }
    int y = TOP + ROW / 2;
    for (Row row : rows) {
      svg.append(row.figure == null ? heading(row, y) : figure(row, y));
      y += ROW;
    }
    return svg.append("</svg>\n").toString();
  }

  private static String heading(Row row, int y) {
    return text("<text class=\"h\" x=\"12\" y=\"%d\">%s</text>%n", y + 4, escape(row.title));
  }

  private static String figure(Row row, int y) {
    Beside medians = row.runs.of(row.figure.value());
    boolean met = row.figure.bar().met(medians);
    StringBuilder marks = new StringBuilder();
    marks.append(
        text(
            "<text class=\"e\" x=\"%d\" y=\"%d\">%s</text>%n",
            LEFT - 12, y + 4, escape(row.title)));
    double bar = x(row.figure.bar().ratio());
    int point = row.figure.bar().least() ? 6 : -6;
    marks.append(
        text("<path class=\"b\" d=\"M%.1f,%dl%d,5l%d,5z\"/>%n", bar, y - 5, point, -point));
    for (double ratio : row.runs.ratios(row.figure.value())) {
      marks.append(text("<circle class=\"d\" cx=\"%.1f\" cy=\"%d\" r=\"3\"/>%n", x(ratio), y));
    }
    double median = x(medians.ratio());
    marks.append(text("<path class=\"%s\" d=\"M%.1f,%dv14\"/>%n", met ? "y" : "n", median, y - 7));
    marks.append(
        text(
            "<text class=\"e%s\" x=\"%d\" y=\"%d\">%.2f</text>%n",
            met ? "" : " missed", WIDTH - 12, y + 4, medians.ratio()));
    return marks.toString();
  }

  /** Where a ratio stands; what is beyond the axis stands at its end. */
  private static double x(double ratio) {
    double first = Math.log(TICKS[0]);
    double last = Math.log(TICKS[TICKS.length - 1]);
    double place = (Math.log(Math.max(ratio, TICKS[0])) - first) / (last - first);
    return LEFT + Math.min(place, 1) * (WIDTH - LEFT - RIGHT);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
