package org.mptcp4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command {@code mptcp} as a process that has the names of network namespaces to itself. */
public final class IsolatedCommand {
  private static final int LIMIT_SECONDS = 300;

  /** The processes that it starts inherit them: on few cores the second compiler costs more. */
  private static final List<String> SHORT_LIVED =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  /** How a command ended. */
  public record Outcome(int status, String output) {}

  private IsolatedCommand() {}

  /** Runs it to its end; output and errors are one text. */
  public static Outcome run(String subcommand, String... arguments)
      throws IOException, InterruptedException {
    return run(List.of("--net"), "exec \"$@\"", subcommand, arguments);
  }

  /**
   * Runs it beside what a script has started in the background, such as servers of the kernel's;
   * all of that ends with it.
   *
   * @param script for {@code sh}; {@code $mptcp} is the command without a subcommand
   */
  public static Outcome runBeside(String script, String subcommand, String... arguments)
      throws IOException, InterruptedException {
    List<String> isolation = List.of("--net", "--pid", "--fork", "--kill-child", "--mount-proc");
    String whole = "mptcp=\"$1 $2 $3 $4 $5 $6\"; ip link set lo up\n" + script + "\n\"$@\"";
    return run(isolation, whole, subcommand, arguments);
  }

  private static Outcome run(
      List<String> isolation, String script, String subcommand, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("unshare", "--mount"));
    command.addAll(isolation);
    command.addAll(List.of("sh", "-c", "mount -t tmpfs tmpfs /run || exit 1\n" + script, "sh"));
    command.addAll(mptcp(subcommand, arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
    return new Outcome(process.exitValue(), output);
  }

  /** The words of the command, to run it as a process. */
  public static List<String> mptcp(String subcommand, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(SHORT_LIVED);
    command.addAll(List.of("-cp", classPath(), "org.mptcp4j.examples.Main", subcommand));
    command.addAll(List.of(arguments));
    return command;
  }

  /** The tests may run on the module path, where the class path is elsewhere. */
  private static String classPath() {
    return String.join(
        File.pathSeparator,
        Path.of("target", "classes").toAbsolutePath().toString(),
        System.getProperty("java.class.path"),
        System.getProperty("jdk.module.path", ""));
  }
}
