package org.mptcp4j.examples.aggregate;

import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.mptcp4j.examples.emulator.EmulatedDirection;
import org.mptcp4j.sim.link.LinkSpec;

/** A line for each pair of each run. */
final class CsvFile implements Closeable {
  private final Writer out;

  private CsvFile(Writer out) {
    this.out = out;
  }

  /** Begins a file, which is replaced; null for none. */
  static CsvFile create(Path file) throws IOException {
    CsvFile csv = new CsvFile(file == null ? Writer.nullWriter() : Files.newBufferedWriter(file));
    csv.out.write(
        "rate1_mbps,rate2_mbps,delay1_ms,delay2_ms,sender,seed,queue1_bytes,queue2_bytes,pair,"
            + "efficiency,seconds,link1_bytes,link2_bytes,link1_dropped,link2_dropped\n");
    return csv;
  }

  void write(Case links, long seed, List<Outcome> outcomes) throws IOException {
    List<LinkSpec> specs = links.links(seed);
    for (Outcome outcome : outcomes) {
      EmulatedDirection.Tally first = outcome.links().get(0);
      EmulatedDirection.Tally second = outcome.links().get(1);
      out.write(
          String.format(
              Locale.ROOT,
              "%d,%d,%d,%d,%s,%d,%d,%d,%s,%.4f,%.3f,%d,%d,%d,%d%n",
              links.rate1(),
              links.rate2(),
              links.delay1(),
              links.delay2(),
              links.back() ? "server" : "client",
              seed,
              specs.get(0).queueBytes(),
              specs.get(1).queueBytes(),
              outcome.flow(),
              outcome.efficiency(),
              outcome.seconds(),
              first.carriedBytes(),
              second.carriedBytes(),
              first.drops(),
              second.drops()));
    }
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
