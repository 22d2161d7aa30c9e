package org.mptcp4j.examples;

import org.mptcp4j.examples.aggregate.AggregateCommand;
import org.mptcp4j.examples.bench.BenchCommand;
import org.mptcp4j.examples.compare.CompareCommand;
import org.mptcp4j.examples.conform.ConformCommand;
import org.mptcp4j.examples.demo.DemoCommand;
import org.mptcp4j.examples.gateway.ConfigCommand;
import org.mptcp4j.examples.gateway.HagCommand;
import org.mptcp4j.examples.gateway.HcpeCommand;
import org.mptcp4j.examples.host.GetCommand;
import org.mptcp4j.examples.host.PutCommand;
import org.mptcp4j.examples.host.ServeCommand;
import org.mptcp4j.examples.lab.LabCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code mptcp}. Exit status 0 for success, 1 for a failure, 2 for wrong usage. */
@Command(
    name = "mptcp",
    description = "Multipath TCP for the JVM: a demonstration, end hosts, gateways, a lab.",
    mixinStandardHelpOptions = true,
    version = "mptcp4j 0.1.0",
    subcommands = {
      DemoCommand.class,
      ServeCommand.class,
      GetCommand.class,
      PutCommand.class,
      HcpeCommand.class,
      HagCommand.class,
      ConfigCommand.class,
      LabCommand.class,
      CompareCommand.class,
      ConformCommand.class,
      AggregateCommand.class,
      BenchCommand.class,
    })
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  private Main() {}

  /** Runs the command and ends the process with its status. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The whole command, ready to be executed. */
  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Main());
    line.setParameterExceptionHandler(ErrorLines::usage);
    line.setExecutionExceptionHandler(ErrorLines::failure);
    return line;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a subcommand is missing; see mptcp --help");
  }
}
