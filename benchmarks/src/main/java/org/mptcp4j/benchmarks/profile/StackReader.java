package org.mptcp4j.benchmarks.profile;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Reads what {@code perf script} prints: for each sample a line that begins with the thread's name,
 * then a line for each frame, innermost first, then an empty line.
 */
final class StackReader {
  private final String threads;

  /**
   * @param threads only samples of threads whose names begin so
   */
  StackReader(String threads) {
    this.threads = threads;
  }

  /** Adds each sample to {@code root}, outermost frame first. */
  void read(BufferedReader lines, Frame root) throws IOException {
    Deque<String> stack = new ArrayDeque<>();
    boolean wanted = false;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.isEmpty()) {
        add(stack, wanted, root);
        stack.clear();
      } else if (Character.isWhitespace(line.charAt(0)) && isFrame(line)) {
        stack.addFirst(frame(line.strip()));
      } else {
        wanted = line.strip().startsWith(threads);
      }
    }
    add(stack, wanted, root);
  }

  private static void add(Deque<String> stack, boolean wanted, Frame root) {
    if (wanted && !stack.isEmpty()) {
      root.add(stack);
    }
  }

  /** A thread's name may be indented too; a frame begins with an address. */
  private static boolean isFrame(String line) {
    return line.matches("\\s+[0-9a-f]+ .*\\)");
  }

  /** From {@code ADDRESS SYMBOL+0xOFFSET (OBJECT)}; the kernel's end with {@code _[k]}. */
  private static String frame(String line) {
    int object = line.lastIndexOf(" (");
    String symbol =
        line.substring(line.indexOf(' ') + 1, object).replaceFirst("\\+0x[0-9a-f]+$", "");
    String where = line.substring(object + 2);
    if (where.startsWith("[") && !where.startsWith("[unknown]") && !where.startsWith("[vdso]")) {
      return symbol + Frame.KERNEL;
    }
    return where.startsWith("/tmp/perf-") ? method(symbol) + Frame.JAVA : symbol;
  }

  /** From {@code RESULT org.example.Type.name(PARAMETERS)}: {@code Type.name}. */
  static String method(String symbol) {
    int parameters = symbol.indexOf('(');
    String name = parameters < 0 ? symbol : symbol.substring(0, parameters);
    if (parameters >= 0) {
      name = name.substring(name.lastIndexOf(' ') + 1);
    }
    int last = name.lastIndexOf('.');
    int type = last < 0 ? -1 : name.lastIndexOf('.', last - 1);
    return name.substring(type + 1);
  }
}
