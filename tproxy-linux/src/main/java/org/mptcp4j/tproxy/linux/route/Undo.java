package org.mptcp4j.tproxy.linux.route;

import java.io.IOException;
import java.util.ArrayDeque;

/**
 * Steps that take back what was done, last first. Each runs once; one that fails stops no other.
 */
public final class Undo {
  /** One step. */
  @FunctionalInterface
  public interface Step {
    void run() throws IOException;
  }

  private final ArrayDeque<Step> steps = new ArrayDeque<>();

  public synchronized void add(Step step) {
    steps.push(step);
  }

  /**
   * Runs all steps.
   *
   * @throws IOException the first problem, the others suppressed
   */
  public synchronized void run() throws IOException {
    IOException first = null;
    while (!steps.isEmpty()) {
      try {
        steps.pop().run();
      } catch (IOException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }

  /** Runs all steps after {@code problem}, which gets their problems as suppressed ones. */
  public IOException after(IOException problem) {
    try {
      run();
    } catch (IOException e) {
      problem.addSuppressed(e);
    }
    return problem;
  }
}
