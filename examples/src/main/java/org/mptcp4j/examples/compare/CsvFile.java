package org.mptcp4j.examples.compare;

import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.mptcp4j.sim.link.LinkSpec;

/** A line for each flow of each run. Thread-safe. */
final class CsvFile implements Closeable {
  private final Writer out;

  private CsvFile(Writer out) {
    this.out = out;
  }

  /** Begins a file, which is replaced; null for none. */
  static CsvFile create(Path file) throws IOException {
    CsvFile csv = new CsvFile(file == null ? Writer.nullWriter() : Files.newBufferedWriter(file));
    csv.out.write(
        "rate_mbps,rtt_ms,loss,reorder,queue_bytes,seconds,seed,flow,goodput_mbps,retransmitted,"
            + "timeouts,cwnd,rtt_end_ms,link_packets_dropped,link_busy\n");
    return csv;
  }

  synchronized void write(Trial trial, List<FlowResult> results) throws IOException {
    LinkSpec link = trial.cell().link();
    for (FlowResult result : results) {
      out.write(
          String.format(
              Locale.ROOT,
              "%.3f,%.3f,%s,%s,%d,%.1f,%d,%s,%.4f,%d,%d,%d,%.2f,%d,%.3f%n",
              link.bitsPerSecond() / 1e6,
              trial.cell().rttNanos() / 1e6,
              link.loss(),
              link.reorder(),
              link.queueBytes(),
              trial.seconds(),
              trial.seed(),
              result.flow(),
              result.goodput() / 1e6,
              result.sender().retransmitted(),
              result.sender().timeouts(),
              result.sender().cwnd(),
              result.sender().rttNanos() / 1e6,
              result.link().drops(),
              result.link().busyNanos() / 1e9 / trial.seconds()));
    }
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
