package org.mptcp4j.conformance.report;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.mptcp4j.conformance.dialogue.Trace;
import org.mptcp4j.conformance.run.Outcome;
import org.mptcp4j.sim.trace.PcapngWriter;

/** A pcapng file for each instance; what was expected stands as a comment on the next packet. */
public final class Captures {
  private Captures() {}

  /** Writes them below {@code directory}, in folders as the cases are. */
  public static void write(List<Outcome> outcomes, Path directory) throws IOException {
    for (Outcome outcome : outcomes) {
      if (!outcome.trace().entries().isEmpty()) {
        write(outcome, directory.resolve(fileOf(outcome)));
      }
    }
  }

  /** The file of an outcome, relative to the report. */
  static String fileOf(Outcome outcome) {
    return "captures/"
        + outcome.instance().entry().id()
        + "-"
        + outcome.instance().conditions().replace(' ', '-')
        + ".pcapng";
  }

  private static void write(Outcome outcome, Path file) throws IOException {
    Files.createDirectories(file.getParent());
    try (PcapngWriter out =
        new PcapngWriter(new BufferedOutputStream(Files.newOutputStream(file)))) {
      out.addInterface("suite");
      StringBuilder remarks = new StringBuilder();
      for (Trace.Entry entry : outcome.trace().entries()) {
        if (entry.bytes() == null) {
          remarks.append(remarks.isEmpty() ? "" : "; ").append(entry.text());
          continue;
        }
        PcapngWriter.Flow flow =
            entry.kind() == Trace.Kind.SENT
                ? PcapngWriter.Flow.OUTBOUND
                : PcapngWriter.Flow.INBOUND;
        String comment = remarks.isEmpty() ? null : remarks.toString();
        out.packet(0, entry.nanos(), ByteBuffer.wrap(entry.bytes()), flow, comment);
        remarks.setLength(0);
      }
    }
  }
}
