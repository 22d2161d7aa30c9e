package org.mptcp4j.examples.demo;

import java.util.Locale;

/** A chart as inline SVG: axes with units, areas, lines, a dashed level, a legend. */
final class Chart {
  private static final int WIDTH = 560;
  private static final int HEIGHT = 300;
  private static final int LEFT = 56;
  private static final int RIGHT = 14;
  private static final int TOP = 44;
  private static final int BOTTOM = 46;
  private static final int TICKS = 5;

  private final double xMax;
  private final double yMax;
  private final double xStep;
  private final double yStep;
  private final StringBuilder marks = new StringBuilder();
  private final StringBuilder legend = new StringBuilder();
  private int legendX = LEFT;

  /**
   * @param xMax largest value on the horizontal axis; it begins at 0
   * @param yMax the same of the vertical one
   */
  Chart(double xMax, double yMax) {
    this.xStep = niceStep(xMax);
    this.yStep = niceStep(yMax);
    this.xMax = Math.max(xMax, xStep);
    this.yMax = Math.ceil(Math.max(yMax, yStep) / yStep - 1e-9) * yStep;
  }

  /** 1, 2 or 5 times a power of ten, so that about five steps reach {@code max}. */
  static double niceStep(double max) {
    if (!(max > 0)) {
      return 1;
    }
    double rough = max / TICKS;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double part = rough / power;
    return power * (part <= 1 ? 1 : part <= 2 ? 2 : part <= 5 ? 5 : 10);
  }

  /** The area between two stepped lines; {@code x} has one value more than the others. */
  Chart steppedArea(String name, String style, double[] x, double[] low, double[] high) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < high.length; i++) {
      path.append(i == 0 ? "M" : "L").append(point(x[i], high[i]));
      path.append("L").append(point(x[i + 1], high[i]));
    }
    for (int i = high.length - 1; i >= 0; i--) {
      path.append("L").append(point(x[i + 1], low[i])).append("L").append(point(x[i], low[i]));
    }
    marks
        .append("<path class=\"area ")
        .append(style)
        .append("\" d=\"")
        .append(path)
        .append("Z\"/>\n");
    return explain(name, "area " + style);
  }

  Chart line(String name, String style, double[] x, double[] y) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < y.length; i++) {
      path.append(i == 0 ? "M" : "L").append(point(x[i], y[i]));
    }
    marks
        .append("<path class=\"line ")
        .append(style)
        .append("\" d=\"")
        .append(path)
        .append("\"/>\n");
    return explain(name, "area " + style);
  }

  /** A dashed horizontal line. */
  Chart level(String name, double y) {
    marks
        .append("<path class=\"level\" d=\"M")
        .append(point(0, y))
        .append("L")
        .append(point(xMax, y))
        .append("\"/>\n");
    return explain(name, "levelkey");
  }

  private Chart explain(String name, String style) {
    legend.append(
        text(
            "<rect class=\"%s\" x=\"%d\" y=\"25\" width=\"11\" height=\"11\" rx=\"2\"/>"
                + "<text x=\"%d\" y=\"35\">%s</text>\n",
            style, legendX, legendX + 16, escape(name)));
    legendX += 32 + 7 * name.length();
    return this;
  }

  /** The whole picture. */
  String svg(String title, String xLabel, String yLabel) {
    StringBuilder svg = new StringBuilder();
    svg.append(
        text(
            "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n",
            WIDTH, HEIGHT, escape(title)));
    svg.append(text("<text class=\"title\" x=\"%d\" y=\"14\">%s</text>\n", LEFT, escape(title)));
    for (int i = 0; i * yStep <= yMax * 1.0001; i++) {
      double y = y(i * yStep);
      svg.append(
          text(
              "<path class=\"grid\" d=\"M%d,%.1fH%d\"/><text class=\"tick end\" x=\"%d\""
                  + " y=\"%.1f\">%s</text>\n",
              LEFT, y, WIDTH - RIGHT, LEFT - 7, y + 4, number(i * yStep, yStep)));
    }
    for (int i = 0; i * xStep <= xMax * 1.0001; i++) {
      svg.append(
          text(
              "<text class=\"tick middle\" x=\"%.1f\" y=\"%d\">%s</text>\n",
              x(i * xStep), HEIGHT - BOTTOM + 17, number(i * xStep, xStep)));
    }
    svg.append(marks).append(legend);
    svg.append(text("<path class=\"axis\" d=\"M%d,%.1fH%d\"/>\n", LEFT, y(0), WIDTH - RIGHT));
    svg.append(
        text(
            "<text class=\"label middle\" x=\"%d\" y=\"%d\">%s</text>\n",
            (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, escape(xLabel)));
    int middle = (TOP + HEIGHT - BOTTOM) / 2;
    svg.append(
        text(
            "<text class=\"label middle\" x=\"14\" y=\"%d\" transform=\"rotate(-90 14"
                + " %d)\">%s</text>\n",
            middle, middle, escape(yLabel)));
    return svg.append("</svg>\n").toString();
  }

  private String point(double x, double y) {
    return text("%.1f,%.1f", x(x), y(y));
  }

  private double x(double value) {
    return LEFT + value / xMax * (WIDTH - LEFT - RIGHT);
  }

  private double y(double value) {
    return HEIGHT - BOTTOM - value / yMax * (HEIGHT - TOP - BOTTOM);
  }

  private static String number(double value, double step) {
    int decimals = step >= 1 ? 0 : (int) Math.ceil(-Math.log10(step) - 1e-9);
    return text("%." + decimals + "f", value);
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
