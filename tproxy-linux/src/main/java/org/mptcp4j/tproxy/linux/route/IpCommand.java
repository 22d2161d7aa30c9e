package org.mptcp4j.tproxy.linux.route;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs {@code ip} of iproute2. An error carries the command and what it printed. */
public final class IpCommand {
  private static final List<String> PLACES = List.of("/usr/sbin", "/sbin", "/usr/bin", "/bin");
  private static final Pattern FAILED_LINE = Pattern.compile("Command failed -:(\\d+)");

  private final String program;

  private IpCommand(String program) {
    this.program = program;
  }

  /**
   * The one that is installed.
   *
   * @throws IOException where there is none
   */
  public static IpCommand find() throws IOException {
    List<String> places = new ArrayList<>(PLACES);
    String path = System.getenv("PATH");
    if (path != null) {
      places.addAll(List.of(path.split(":", -1)));
    }
    for (String place : places) {
      Path candidate = Path.of(place, "ip");
      if (Files.isExecutable(candidate)) {
        return new IpCommand(candidate.toString());
      }
    }
    throw new IOException("the program 'ip' is missing: install iproute2");
  }

  /** Runs one command and returns what it printed. */
  public String run(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(arguments));
    Outcome outcome = start(command, "");
    if (outcome.status != 0) {
      throw new IOException(String.join(" ", command) + ": " + oneLine(outcome.output));
    }
    return outcome.output;
  }

  /** As {@link #run}, and the lines of the output; empty where there is none. */
  public List<String> lines(String... arguments) throws IOException {
    return run(arguments).lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }

  /** Runs many commands of one family in one process; the first that fails is the last. */
  public void batch(Family family, List<String> commands) throws IOException {
    if (commands.isEmpty()) {
      return;
    }
    String input = String.join("\n", commands) + "\n";
    Outcome outcome = start(List.of(program, family.option(), "-batch", "-"), input);
    if (outcome.status != 0) {
      Matcher failed = FAILED_LINE.matcher(outcome.output);
      String which = failed.find() ? commands.get(Integer.parseInt(failed.group(1)) - 1) : "-batch";
      throw new IOException("ip " + family.option() + " " + which + ": " + oneLine(outcome.output));
    }
  }

  private record Outcome(int status, String output) {}

  private static Outcome start(List<String> command, String input) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    try {
      try (var in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      }
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Outcome(process.waitFor(), output);
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException(String.join(" ", command)).initCause(e);
    }
  }

  private static String oneLine(String output) {
    return FAILED_LINE.matcher(output).replaceAll("").strip().replaceAll("\\s*\\R\\s*", "; ");
  }
}
