package org.mptcp4j.examples.bench.proc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What processes have worked, all their threads and the kernel on their behalf together. */
public final class ProcessorTime {
  private static final double TICKS_PER_SECOND = 100;

  private ProcessorTime() {}

  /** Seconds so far, in hundredths. */
  public static double ofProcesses(List<Long> ids) throws IOException {
    double seconds = 0;
    for (long id : ids) {
      seconds += parse(Files.readString(Path.of("/proc", Long.toString(id), "stat")));
    }
    return seconds;
  }

  /** Reads {@code utime} and {@code stime} of {@code /proc/PID/stat}, behind a name of any kind. */
  public static double parse(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
  }
}
