package org.mptcp4j.impl.channel;

/** The thread that owns an engine, as its channels see it. Thread-safe. */
public interface EngineThread {
  /** Queues {@code task}; it is refused at once where the thread has ended. */
  void post(EngineTask task);

  /**
   * On this thread only: when it ends, {@code witness} is refused, unless it was forgotten before.
   */
  void watch(EngineTask witness);

  /** On this thread only: takes back {@link #watch}. */
  void forget(EngineTask witness);

  /** Whether the caller is this thread. */
  boolean isCurrent();

  /** Counts of the loop itself, such as tasks that failed. */
  LoopCounters loopCounters();

  /** Resets what is open, ends the thread, closes the devices and waits for both. Idempotent. */
  void close();
}
