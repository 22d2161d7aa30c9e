package org.mptcp4j.benchmarks.profile;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * {@code benchmarks/flamegraph}: the samples of {@code perf script} as a picture. A box is a
 * function, as wide as its part of all samples; what it called stands on it. Java is green, the
 * kernel orange, all else grey.
 */
public final class FlameGraph {
  private static final int WIDTH = 1200;
  private static final int ROW = 17;
  private static final int TOP = 34;
  private static final double CHARACTER = 6.6;

  /** Boxes that are narrower are left out. */
  private static final double NARROWEST = 0.6;

  private final Frame root;
  private final double pixels;
  private final int height;
  private final StringBuilder svg = new StringBuilder();

  private FlameGraph(Frame root) {
    this.root = root;
    pixels = WIDTH / (double) Math.max(1, root.samples());
    height = TOP + ROW * root.depth(NARROWEST / pixels) + 8;
  }

  /**
   * Standard input to standard output.
   *
   * @param arguments how the names of the threads begin, and a title
   */
  public static void main(String... arguments) throws IOException {
    if (arguments.length < 2) {
      System.err.println("Usage: perf script | FlameGraph THREADS TITLE > FILE.svg");
      System.exit(2);
    }
    Frame root = new Frame();
    new StackReader(arguments[0])
        .read(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)), root);
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    out.print(draw(root, arguments[1]));
    out.flush();
  }

  /** The picture of all samples. */
  static String draw(Frame root, String title) {
    FlameGraph graph = new FlameGraph(root);
    graph.head(title);
    graph.callees(root, 0, graph.height - 8);
    return graph.svg.append("</svg>\n").toString();
  }

  private void head(String title) {
    svg.append(
        text(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\">%n",
            WIDTH, height));
    svg.append(
        "<style>text{font:11px monospace;fill:#222}.t{font:bold 14px sans-serif}"
            + ".j{fill:#9fd39a}.k{fill:#f3b071}.n{fill:#c9c9c9}rect{stroke:#fff;stroke-width:.5}"
            + "</style>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
    svg.append(
        text(
            "<text class=\"t\" x=\"6\" y=\"20\">%s: %d samples; green Java, orange kernel</text>%n",
            escape(title), root.samples()));
  }

  private void callees(Frame frame, double left, int bottom) {
    double x = left;
    for (Map.Entry<String, Frame> callee : frame.callees().entrySet()) {
      double width = callee.getValue().samples() * pixels;
      if (width >= NARROWEST) {
        box(callee.getKey(), callee.getValue(), x, bottom - ROW, width);
        callees(callee.getValue(), x, bottom - ROW);
      }
      x += width;
    }
  }

  private void box(String name, Frame frame, double x, int y, double width) {
    String kind = name.endsWith(Frame.JAVA) ? "j" : name.endsWith(Frame.KERNEL) ? "k" : "n";
    String plain = "n".equals(kind) ? name : name.substring(0, name.length() - 4);
    svg.append(
        text(
            "<g><title>%s: %.1f %%</title><rect class=\"%s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\""
                + " height=\"%d\"/>",
            escape(plain), 100.0 * frame.samples() / root.samples(), kind, x, y, width, ROW - 1));
    int room = (int) ((width - 4) / CHARACTER);
    if (room >= 3) {
      String label = plain.length() <= room ? plain : plain.substring(0, room - 1) + "…";
      svg.append(text("<text x=\"%.1f\" y=\"%d\">%s</text>", x + 2, y + 12, escape(label)));
    }
    svg.append("</g>\n");
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
