package org.mptcp4j.impl.channel;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Where a thread waits until a condition over volatile state holds. Changing that state costs no
 * lock while nobody waits.
 */
final class Gate {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile int waiting;

  /**
   * Waits until {@code open} holds.
   *
   * @param timeoutNanos at most so long; 0 for ever
   * @return false after the time-out
   */
  boolean await(BooleanSupplier open, long timeoutNanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      // Announced before the state is looked at: signal() reads in the opposite order.
      waiting = addUnderLock(1);
      long left = timeoutNanos;
      while (!open.getAsBoolean()) {
        if (timeoutNanos == 0) {
          changed.await();
        } else if (left <= 0) {
          return false;
        } else {
          left = changed.awaitNanos(left);
        }
      }
      return true;
    } finally {
      waiting = addUnderLock(-1);
      lock.unlock();
    }
  }

  private int addUnderLock(int change) {
    return waiting + change;
  }

  /** The state has changed: whoever waits looks again. */
  void signal() {
    if (waiting > 0) {
      lock.lock();
      try {
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}
