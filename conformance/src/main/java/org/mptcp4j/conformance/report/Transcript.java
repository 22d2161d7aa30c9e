package org.mptcp4j.conformance.report;

import java.util.Locale;
import org.mptcp4j.conformance.dialogue.Trace;
import org.mptcp4j.conformance.run.Outcome;

/** A trace as text, a line for each packet and remark: for the message of a failed test. */
public final class Transcript {
  private Transcript() {}

  public static String of(Outcome outcome) {
    StringBuilder text = new StringBuilder();
    for (Trace.Entry entry : outcome.trace().entries()) {
      String what =
          entry.text() != null
              ? entry.text()
              : entry.packet() == null ? "no TCP" : entry.packet().summary();
      text.append(
          String.format(Locale.ROOT, "%9.4f %-8s %s%n", entry.nanos() / 1e9, entry.kind(), what));
    }
    return text.toString();
  }
}
