package org.mptcp4j.examples.bench;

import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.mptcp4j.examples.pairs.Flow.Tcp;

/** A line for each pair of each run of each measurement. */
final class CsvFile implements Closeable {
  private final Writer out;

  private CsvFile(Writer out) {
    this.out = out;
  }

  /** Begins a file, which is replaced; null for none. */
  static CsvFile create(Path file) throws IOException {
    CsvFile csv = new CsvFile(file == null ? Writer.nullWriter() : Files.newBufferedWriter(file));
    csv.out.write(
        "measurement,run,pair,seconds,bytes,gbps,connections,first_byte_ms,cpu_seconds,"
            + "second_access\n");
    return csv;
  }

  void write(Measurement measurement, int run, Tcp pair, Sample sample) throws IOException {
    out.write(
        String.format(
            Locale.ROOT,
            "%s,%d,%s,%.3f,%d,%.6f,%d,%.4f,%.3f,%.3f%n",
            measurement,
            run,
            pair,
            sample.seconds(),
            sample.bytes(),
            sample.bitsPerSecond() / 1e9,
            sample.connections(),
            sample.firstByteSeconds() * 1e3,
            sample.processorSeconds(),
            sample.secondary()));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
