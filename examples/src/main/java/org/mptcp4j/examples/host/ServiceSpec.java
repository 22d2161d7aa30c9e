package org.mptcp4j.examples.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.mptcp4j.examples.service.DiscardService;
import org.mptcp4j.examples.service.EchoService;
import org.mptcp4j.examples.service.HttpService;
import org.mptcp4j.examples.service.Service;
import org.mptcp4j.examples.service.SourceService;

/**
 * A service at a port, as the command line writes it: {@code 7=echo}, {@code 9=discard}, {@code
 * 19=source}, {@code 19=source:100M}, {@code 80=http:DIR}.
 *
 * @param port 1 to 65,535
 * @param kind {@code echo}, {@code discard}, {@code source} or {@code http}
 * @param argument behind the colon, empty where there is none
 */
record ServiceSpec(int port, String kind, String argument) {
  /**
   * @throws IllegalArgumentException with one line that says what is wrong
   */
  static ServiceSpec parse(String text) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw new IllegalArgumentException("not PORT=SERVICE: " + text);
    }
    int port = port(text.substring(0, equals));
    String[] parts = text.substring(equals + 1).split(":", 2);
    String argument = parts.length == 2 ? parts[1] : "";
    switch (parts[0]) {
      case "echo", "discard" -> require(argument.isEmpty(), parts[0] + " takes no argument", text);
      case "http" -> require(!argument.isEmpty(), "http needs a directory", text);
      case "source" -> size(argument);
      default -> require(false, "no such service; there are echo, discard, source, http", text);
    }
    return new ServiceSpec(port, parts[0], argument);
  }

  private static void require(boolean condition, String message, String text) {
    if (!condition) {
      throw new IllegalArgumentException(message + ": " + text);
    }
  }

  private static int port(String text) {
    int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("not a port from 1 to 65535: " + text);
    }
    return port;
  }

  /** A number of bytes with an optional K, M or G (powers of ten); no limit where it is empty. */
  private static long size(String text) {
    if (text.isEmpty()) {
      return Long.MAX_VALUE;
    }
    if (!text.toUpperCase(Locale.ROOT).matches("[0-9]{1,9}[KMG]?")) {
      throw new IllegalArgumentException("not a size such as 100M: " + text);
    }
    char unit = Character.toUpperCase(text.charAt(text.length() - 1));
    long factor = unit == 'K' ? 1_000 : unit == 'M' ? 1_000_000 : unit == 'G' ? 1_000_000_000 : 1;
    return factor * Long.parseLong(factor == 1 ? text : text.substring(0, text.length() - 1));
  }

  /**
   * @throws IOException where the directory of an HTTP service is missing
   */
  Service create() throws IOException {
    return switch (kind) {
      case "echo" -> new EchoService();
      case "discard" -> new DiscardService();
      case "source" -> new SourceService(size(argument));
      default -> new HttpService(Path.of(argument));
    };
  }
}
