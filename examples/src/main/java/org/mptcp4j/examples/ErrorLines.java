package org.mptcp4j.examples;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** One clear line for each error; the stack trace only where {@code MPTCP_DEBUG} is set. */
final class ErrorLines {
  private ErrorLines() {}

  static int usage(ParameterException e, String[] args) {
    CommandLine line = e.getCommandLine();
    print(line, e, firstLine(e.getMessage()));
    return CommandLine.ExitCode.USAGE;
  }

  static int failure(Exception e, CommandLine line, ParseResult parsed) {
    print(line, e, describe(e));
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static void print(CommandLine line, Exception e, String message) {
    PrintWriter err = line.getErr();
    err.println(line.getCommandSpec().qualifiedName() + ": " + message);
    if (System.getenv("MPTCP_DEBUG") != null) {
      e.printStackTrace(err);
    }
    err.flush();
  }

  /** What a person can do something with. */
  static String describe(Throwable e) {
    String message = firstLine(e.getMessage());
    if (e instanceof NoSuchFileException) {
      return "no such file or directory: " + message;
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied: " + message;
    }
    if (e instanceof FileAlreadyExistsException) {
      return "exists already: " + message;
    }
    if (e instanceof NotDirectoryException || e instanceof DirectoryNotEmptyException) {
      return "not a usable directory: " + message;
    }
    if (message.isEmpty()) {
      return e.getClass().getSimpleName();
    }
    boolean speaks =
        e instanceof IOException
            || e instanceof IllegalArgumentException
            || e instanceof IllegalStateException;
    return speaks ? message : e.getClass().getSimpleName() + ": " + message;
  }

  private static String firstLine(String message) {
    return message == null ? "" : message.strip().split("\\R", 2)[0];
  }
}
