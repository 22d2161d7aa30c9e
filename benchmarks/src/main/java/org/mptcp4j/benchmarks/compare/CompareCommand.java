package org.mptcp4j.benchmarks.compare;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** {@code benchmarks/compare}: the results of the last run beside the baseline. */
public final class CompareCommand {
  private static final int WORSE = 1;
  private static final int WRONG = 2;

  private static final String USAGE =
      """
      Usage: benchmarks/compare [--tolerance TIMES] [--baseline FILE] [--write] [RESULTS]
      Compares RESULTS of benchmarks/run with the baseline; exit status 1 where something is slower
      or allocates more. Figures are ratios to the calibration loop of the same run.
        --tolerance TIMES  how many times slower is slower (1.5)
        --baseline FILE    instead of benchmarks/baseline.json
        --write            makes the baseline of RESULTS instead""";

  private Path results = Path.of("benchmarks/target/results.json");
  private Path baseline = Path.of("benchmarks/baseline.json");
  private double tolerance = 1.5;
  private boolean write;

  private CompareCommand(String... arguments) {
    Deque<String> left = new ArrayDeque<>(List.of(arguments));
    while (!left.isEmpty()) {
      String argument = left.removeFirst();
      switch (argument) {
        case "--tolerance" -> tolerance = Double.parseDouble(value(left));
        case "--baseline" -> baseline = Path.of(value(left));
        case "--write" -> write = true;
        default -> results = file(argument);
      }
    }
  }

  private static String value(Deque<String> left) {
    if (left.isEmpty()) {
      throw new IllegalArgumentException(USAGE);
    }
    return left.removeFirst();
  }

  private static Path file(String argument) {
    if (argument.startsWith("-")) {
      throw new IllegalArgumentException(USAGE);
    }
    return Path.of(argument);
  }

  public static void main(String... arguments) {
    System.exit(run(System.out, System.err, arguments));
  }

  /** Runs it and returns the exit status. */
  static int run(PrintStream out, PrintStream err, String... arguments) {
    try {
      return new CompareCommand(arguments).run(out);
    } catch (NoSuchFileException e) {
      err.println("no file " + e.getMessage());
    } catch (IOException | IllegalArgumentException e) {
      err.println(e.getMessage());
    }
    return WRONG;
  }

  private int run(PrintStream out) throws IOException {
    List<Result> measured = JmhResults.read(Files.readString(results));
    if (write) {
      Files.writeString(baseline, Baseline.format(measured));
      return 0;
    }
    Comparison comparison =
        new Comparison(measured, Baseline.parse(Files.readString(baseline)), tolerance);
    comparison.lines().forEach(out::println);
    if (comparison.worse() > 0) {
      out.println(comparison.worse() + " of " + measured.size() + " are worse");
    }
    return comparison.worse() > 0 ? WORSE : 0;
  }
}
