package org.mptcp4j.impl.driver;

import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.mptcp4j.engine.Engine;
import org.mptcp4j.impl.channel.EngineTask;

/** Tasks from many threads for the one that owns the engine; a burst costs one wake-up. */
final class TaskQueue {
  private final ConcurrentLinkedQueue<EngineTask> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean signalled = new AtomicBoolean();
  private final Runnable wakeup;
  private volatile boolean closed;

  TaskQueue(Runnable wakeup) {
    this.wakeup = wakeup;
  }

  void post(EngineTask task) {
    if (closed) {
      task.refused(stackClosed());
      return;
    }
    tasks.add(task);
    if (closed) {
      refuseAll();
    } else if (signalled.compareAndSet(false, true)) {
      wakeup.run();
    }
  }

  boolean isEmpty() {
    return tasks.isEmpty();
  }

  /**
   * Runs what waits now; a task that fails stops neither the others nor the caller.
   *
   * @return how many failed
   */
  int runAll(Engine engine) {
    // Cleared first: what is posted from here on wakes the loop again.
    signalled.set(false);
    int failed = 0;
    for (EngineTask task = tasks.poll(); task != null; task = tasks.poll()) {
      try {
        task.run(engine);
      } catch (RuntimeException | StackOverflowError e) {
        failed++;
        EngineLoop.LOG.log(System.Logger.Level.ERROR, "a task failed", e);
      }
    }
    return failed;
  }

  /** Refuses what waits and what will come. */
  void close() {
    closed = true;
    refuseAll();
  }

  private void refuseAll() {
    for (EngineTask task = tasks.poll(); task != null; task = tasks.poll()) {
      task.refused(stackClosed());
    }
  }

  static IOException stackClosed() {
    return new IOException("the stack is closed");
  }
}
