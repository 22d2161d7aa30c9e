package org.mptcp4j.examples.pairs;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;

/** Waits for a time. */
public final class Waiting {
  private Waiting() {}

  /**
   * Returns at that time, or at once.
   *
   * @param nanos by {@link System#nanoTime}
   */
  public static void until(long nanos) throws IOException {
    try {
      TimeUnit.NANOSECONDS.sleep(nanos - System.nanoTime());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted").initCause(e);
    }
  }
}
