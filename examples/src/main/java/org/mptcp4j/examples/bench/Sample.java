package org.mptcp4j.examples.bench;

/**
 * What one run measured.
 *
 * @param seconds that were measured
 * @param bytes that arrived in this time
 * @param count connections that began and ended in this time, or segments of data that were relayed
 * @param firstByteSeconds the median from connect to the first byte of the answer
 * @param processorSeconds that all processors of the machine worked in this time, or those
 *     processes that {@code count} is about
 * @param secondary the second access's part of what both carried, 0 to 1
 */
record Sample(
    double seconds,
    long bytes,
    long count,
    double firstByteSeconds,
    double processorSeconds,
    double secondary) {
  double bitsPerSecond() {
    return 8 * bytes / seconds;
  }

  double processorSecondsPerGigabit() {
    return processorSeconds / (8e-9 * bytes);
  }

  double perSecond() {
    return count / seconds;
  }

  double processorSecondsEach() {
    return processorSeconds / count;
  }
}
