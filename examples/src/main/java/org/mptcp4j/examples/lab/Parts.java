package org.mptcp4j.examples.lab;

import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayDeque;

/**
 * What was opened one after the other, to be closed last first. A shutdown hook does that where the
 * process is ended by a signal. Thread-safe.
 */
public final class Parts implements Closeable {
  private final ArrayDeque<Closeable> open = new ArrayDeque<>();
  private boolean closed;

  /**
   * Begins with none.
   *
   * @param name of what they are the parts of
   * @param err takes what goes wrong in the shutdown hook
   */
  public static Parts withHook(String name, PrintWriter err) {
    Parts parts = new Parts();
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> parts.closeQuietly(name, err), name + "-shutdown"));
    return parts;
  }

  private Parts() {}

  /**
   * Takes over one more.
   *
   * @throws IOException where all is closed already; then so is this one
   */
  public synchronized <T extends Closeable> T add(T part) throws IOException {
    if (closed) {
      part.close();
      throw new IOException("it is being closed");
    }
    open.push(part);
    return part;
  }

  private void closeQuietly(String name, PrintWriter err) {
    try {
      close();
    } catch (IOException e) {
      err.println(name + ": " + e.getMessage());
      err.flush();
    }
  }

  /** Closes all, also where one fails. Idempotent. */
  @Override
  public synchronized void close() throws IOException {
    closed = true;
    IOException first = null;
    while (!open.isEmpty()) {
      try {
        open.pop().close();
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
}
