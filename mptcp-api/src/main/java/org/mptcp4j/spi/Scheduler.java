package org.mptcp4j.spi;

import org.mptcp4j.Subflow;

/**
 * Distributes the data of one connection over its subflows.
 *
 * <p>The engine asks while data waits and a subflow has room, and again when an ACK, a new subflow
 * or a change of priority may have changed the answer. A scheduler sees subflows only as views and
 * keeps no packet.
 *
 * <pre>{@code
 * SchedulerProvider widest = SchedulerProvider.of("widest", () -> request -> {
 *   Subflow best = null;
 *   for (int i = 0; i < request.subflowCount(); i++) {
 *     Subflow s = request.subflow(i);
 *     if (s.canSend() && (best == null || s.congestionWindow() > best.congestionWindow())) {
 *       best = s;
 *     }
 *   }
 *   if (best != null) request.send(best);
 * });
 * }</pre>
 *
 * <p>Called on the thread that owns the engine; one instance serves one connection.
 */
@FunctionalInterface
public interface Scheduler {
  /**
   * Chooses where the next data goes: none (wait), one subflow, or several (redundant).
   *
   * @param request valid only during the call
   */
  void schedule(Request request);

  /** A subflow is gone: forget it. */
  default void onSubflowDown(Subflow subflow) {}

  /** What waits, who could take it, and the answer. */
  interface Request {
    /** The time in nanoseconds. */
    long nowNanos();

    /** Bytes that wait and fit the peer's window; at least 1. */
    long availableBytes();

    /** Whether the data was sent before, on a subflow that failed or stalled. */
    boolean reinjection();

    /**
     * Whether backup subflows shall carry the data: "it is used only when there is no available
     * regular path" (RFC 8684, section 3.3.8). A {@linkplain Subflow#stale() stale} one is not
     * available; the one that a reinjection comes from may still be.
     */
    boolean backupsNeeded();

    /** Free bytes of the connection-level send window. */
    long sendWindow();

    /**
     * The number of subflows that may be used: established, and not the one that a reinjection
     * comes from.
     */
    int subflowCount();

    /** Subflow {@code index}, 0 to {@code subflowCount() - 1}, oldest first. */
    Subflow subflow(int index);

    /**
     * The data goes to {@code subflow}, as many bytes as it can take now. Called for several: each
     * gets the same data. One that {@linkplain Subflow#canSend() can't send} is ignored.
     */
    void send(Subflow subflow);
  }
}
