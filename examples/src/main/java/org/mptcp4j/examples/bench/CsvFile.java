package org.mptcp4j.examples.bench;

import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A line for each contender of each run of each measurement. */
final class CsvFile implements Closeable {
  private final Writer out;

  private CsvFile(Writer out) {
    this.out = out;
  }

  /** Begins a file, which is replaced; null for none. */
  static CsvFile create(Path file) throws IOException {
    CsvFile csv = new CsvFile(file == null ? Writer.nullWriter() : Files.newBufferedWriter(file));
    csv.out.write(
        "accesses,version,checksum,measurement,run,contender,seconds,bytes,gbps,count,"
            + "first_byte_ms,cpu_seconds,second_access\n");
    return csv;
  }

  void write(Setting setting, Measurement measurement, int run, String contender, Sample sample)
      throws IOException {
    out.write(
        String.format(
            Locale.ROOT,
            "\"%s\",\"%s\",%s,%s,%d,%s,%.6f,%d,%.6f,%d,%.4f,%.3f,%.3f%n",
            setting.accesses(),
            setting.version(),
            setting.checksum() ? "on" : "off",
            measurement,
            run,
            contender,
            sample.seconds(),
            sample.bytes(),
            sample.bitsPerSecond() / 1e9,
            sample.count(),
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
