package org.mptcp4j.examples.demo;

import java.util.List;
import java.util.Locale;
import org.mptcp4j.sim.link.LinkSpec;
import org.mptcp4j.sim.link.PayloadCapacity;
import org.mptcp4j.sim.trace.SubflowTrace;

/** The picture of a demonstration: one HTML page that needs nothing beside it. */
final class ReportPage {
  private final String file;
  private final LinkSpec dsl;
  private final LinkSpec lte;
  private final String scheduler;
  private final long seed;

  ReportPage(String file, LinkSpec dsl, LinkSpec lte, String scheduler, long seed) {
    this.file = file;
    this.dsl = dsl;
    this.lte = lte;
    this.scheduler = scheduler;
    this.seed = seed;
  }

  String render(List<LegResult> legs, SubflowTrace trace) {
    StringBuilder page = new StringBuilder(64 * 1024);
    page.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .append("<title>A file over two bonded links</title>\n<style>\n")
        .append(STYLE)
        .append("</style></head><body><main>\n<h1>A file over two bonded links</h1>\n")
        .append(
            text(
                "<p class=\"sub\">%s, %,d bytes &middot; scheduler %s &middot; seed %d</p>\n",
                Chart.escape(file), legs.get(0).bytes(), Chart.escape(scheduler), seed))
        .append(topology())
        .append(table(legs));
    for (LegResult leg : legs) {
      page.append(text("<h2>%s</h2>\n<div class=\"charts\">\n", where(leg)))
          .append(rates(leg, trace))
          .append(sums(leg, trace))
          .append("</div>\n");
    }
    return page.append(NOTE).append("</main></body></html>\n").toString();
  }

  private static String where(LegResult leg) {
    return leg.download() ? "Download: S to H" : "Upload: H to S";
  }

  private String topology() {
    return text(
        "<svg class=\"topology\" viewBox=\"0 0 860 120\" role=\"img\""
            + " aria-label=\"H, HCPE, two links, HAG, S\">\n"
            + "<path class=\"wire\" d=\"M90,60H190M670,60H770\"/>\n"
            + "<path class=\"line dsl\" d=\"M290,50C350,22 510,22 570,50\"/>\n"
            + "<path class=\"line lte\" d=\"M290,70C350,98 510,98 570,70\"/>\n"
            + "%s%s%s%s"
            + "<text class=\"middle dsltext\" x=\"430\" y=\"20\">DSL %s</text>\n"
            + "<text class=\"middle ltetext\" x=\"430\" y=\"113\">LTE %s</text>\n"
            + "<text class=\"middle faint\" x=\"140\" y=\"50\">TCP</text>\n"
            + "<text class=\"middle faint\" x=\"430\" y=\"64\">Multipath TCP</text>\n"
            + "<text class=\"middle faint\" x=\"720\" y=\"50\">TCP</text>\n</svg>\n",
        box(10, 80, "H"),
        box(190, 100, "HCPE"),
        box(570, 100, "HAG"),
        box(770, 80, "S"),
        DemoText.describe(dsl),
        DemoText.describe(lte));
  }

  private static String box(int x, int width, String name) {
    return text(
        "<rect class=\"box\" x=\"%d\" y=\"38\" width=\"%d\" height=\"44\" rx=\"8\"/>"
            + "<text class=\"middle name\" x=\"%d\" y=\"65\">%s</text>\n",
        x, width, x + width / 2, name);
  }

  private static String table(List<LegResult> legs) {
    StringBuilder rows = new StringBuilder();
    rows.append(
        "<table><thead><tr><th></th><th>time</th><th>goodput</th><th>efficiency</th>"
            + "<th>DSL share</th><th>LTE share</th><th>resent</th><th>SHA-256</th></tr></thead>\n");
    for (LegResult leg : legs) {
      rows.append(
          text(
              "<tr><th>%s</th><td>%.2f s</td><td>%.2f Mbit/s</td><td>%.1f %%</td><td>%.1f %%</td>"
                  + "<td>%.1f %%</td><td>%d</td><td class=\"%s\">%s</td></tr>\n",
              leg.title(),
              leg.seconds(),
              leg.goodput() / 1e6,
              100 * leg.efficiency(),
              100 * leg.shares().get(0).part(),
              100 * leg.shares().get(1).part(),
              leg.retransmitted(),
              leg.right() ? "good" : "bad",
              leg.right() ? "equal" : "DIFFERENT"));
    }
    return rows.append("</table>\n").toString();
  }

  private String rates(LegResult leg, SubflowTrace trace) {
    Timeline first = Timeline.of(trace, leg, "dsl");
    Timeline second = Timeline.of(trace, leg, "lte");
    int slices = first.slices();
    double[] zero = new double[slices];
    double[] low = new double[slices];
    double[] high = new double[slices];
    double top = 0;
    for (int i = 0; i < slices; i++) {
      low[i] = first.rate(i);
      high[i] = low[i] + second.rate(i);
      top = Math.max(top, high[i]);
    }
    double capacity = PayloadCapacity.payloadRate(List.of(dsl, lte)) / 1e6;
    boolean bounded = !Double.isInfinite(capacity);
    Chart chart = new Chart(leg.seconds(), bounded ? Math.max(top, capacity) : top);
    chart.steppedArea("DSL", "dsl", first.seconds(), zero, low);
    chart.steppedArea("LTE", "lte", first.seconds(), low, high);
    if (bounded) {
      chart.level("what both can carry", capacity);
    }
    return figure(chart.svg("Payload rate per link", "seconds since the SYN", "Mbit/s"));
  }

  private static String sums(LegResult leg, SubflowTrace trace) {
    Timeline first = Timeline.of(trace, leg, "dsl");
    Timeline second = Timeline.of(trace, leg, "lte");
    double[] dslSum = first.cumulated();
    double[] lteSum = second.cumulated();
    double[] both = new double[dslSum.length];
    for (int i = 0; i < both.length; i++) {
      both[i] = dslSum[i] + lteSum[i];
    }
    Chart chart = new Chart(leg.seconds(), both[both.length - 1]);
    chart.line("both", "both", first.seconds(), both);
    chart.line("subflow over LTE", "lte", first.seconds(), lteSum);
    chart.line("subflow over DSL", "dsl", first.seconds(), dslSum);
    return figure(chart.svg("Bytes per subflow", "seconds since the SYN", "MB delivered"));
  }

  private static String figure(String svg) {
    return "<figure>" + svg + "</figure>\n";
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private static final String NOTE =
      """
      <p class="note">Time is the simulator's. Efficiency is goodput over what the links can carry as
      payload of Multipath TCP (1428 of each 1500 bytes), from the SYN to the last byte. The captures
      beside this page, one for each link, open in Wireshark.</p>
      """;

  private static final String STYLE =
      """
      :root { --ink: #1c2430; --faint: #6a7585; --rule: #dfe4ea; --paper: #ffffff; --card: #f6f8fa;
        --dsl: #2f6fde; --lte: #e8862e; --both: #4c8a57; --good: #2e7d46; --bad: #c62828; }
      @media (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --faint: #97a3b4;
        --rule: #2f3844; --paper: #141a21; --card: #1b232c; --dsl: #6ea2ff; --lte: #ffad60;
        --both: #7ec48b; --good: #7ed394; --bad: #ff8a80; } }
      body { margin: 0; background: var(--paper); color: var(--ink);
        font: 15px/1.5 system-ui, sans-serif; }
      main { max-width: 1180px; margin: 0 auto; padding: 32px 24px 48px; }
      h1 { font-size: 28px; margin: 0; letter-spacing: -0.01em; }
      h2 { font-size: 18px; margin: 32px 0 10px; }
      .sub, .note { color: var(--faint); margin: 4px 0 20px; }
      .note { font-size: 13px; margin-top: 28px; max-width: 72ch; }
      table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
      th, td { text-align: right; padding: 8px 12px; border-bottom: 1px solid var(--rule); }
      th:first-child { text-align: left; } thead th { color: var(--faint); font-weight: 500; }
      td.good { color: var(--good); font-weight: 600; } td.bad { color: var(--bad); }
      .charts { display: grid; gap: 16px;
        grid-template-columns: repeat(auto-fit, minmax(min(460px, 100%), 1fr)); }
      figure { margin: 0; background: var(--card); border: 1px solid var(--rule);
        border-radius: 10px; padding: 14px; }
      svg { width: 100%; height: auto; display: block; }
      svg text { fill: var(--ink); font: 12px system-ui, sans-serif; }
      svg .title { font-size: 14px; font-weight: 600; } svg .tick, svg .label, svg .faint {
        fill: var(--faint); } svg .middle { text-anchor: middle; } svg .end { text-anchor: end; }
      .topology { max-width: 860px; margin: 6px auto 18px; } svg .name { font-weight: 600; }
      svg .dsltext { fill: var(--dsl); } svg .ltetext { fill: var(--lte); }
      .box { fill: var(--card); stroke: var(--faint); } .wire { stroke: var(--faint);
        stroke-width: 2; fill: none; } .grid { stroke: var(--rule); fill: none; }
      .axis { stroke: var(--faint); fill: none; } .line { fill: none; stroke-width: 2.5;
        stroke-linejoin: round; } .level { stroke: var(--faint); stroke-dasharray: 5 4; fill: none; }
      .line.dsl { stroke: var(--dsl); } .line.lte { stroke: var(--lte); }
      .line.both { stroke: var(--both); } .area.dsl { fill: var(--dsl); }
      .area.lte { fill: var(--lte); } .area.both { fill: var(--both); }
      .levelkey { fill: var(--faint); }
      """;
}
