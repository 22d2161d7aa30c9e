package org.mptcp4j.engine;

import java.util.List;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.Counters;

/**
 * A whole TCP and Multipath TCP stack without I/O: packets in, packets out, time as an argument.
 *
 * <p>The driver's loop is: {@link #input} each packet that has come, {@link #poll} once, wait until
 * {@link #nextDeadlineNanos} or the next packet. All packets leave, and all handlers run, inside of
 * {@code poll}; so a handler may call anything here and never sees a half-processed segment.
 *
 * <p>Not thread-safe: one thread owns an engine with all its connections. Times are nanoseconds of
 * any monotonic clock and never go backwards.
 */
public interface Engine {
  /**
   * Takes a packet. The engine retains the buffer where it keeps data in it; the caller's reference
   * stays the caller's.
   *
   * @param zone where the packet came in
   * @param packet an IPv4 or IPv6 packet, from position to limit
   * @return whether the packet was the engine's (processed, or dropped and counted); false where it
   *     belongs to no connection of a {@linkplain Zone#transparent transparent} zone, so that the
   *     driver lets it pass untouched
   */
  boolean input(Zone zone, PacketBuffer packet, long arrivalNanos);

  /** Runs what is due: timers, handlers, and output to {@code sink}. */
  void poll(long nowNanos, PacketSink sink);

  /**
   * When {@link #poll} has to be called next, {@link Long#MAX_VALUE} for never. A time that has
   * passed means: now.
   */
  long nextDeadlineNanos();

  /**
   * Has {@code wakeup} run, on any thread, when a sibling has handed over packets: {@link #poll} is
   * due then. Never called for an engine without siblings ({@link EngineProvider#newEngines}).
   */
  void onHandedOver(Runnable wakeup);

  /** The time that the driver gave last, for handlers that need one; 0 before the first. */
  long nowNanos();

  /** The zones, in order of their index. */
  List<Zone> zones();

  /**
   * Opens a connection. Its SYN leaves with the next {@link #poll}; the outcome comes to {@code
   * handler}.
   *
   * @throws IllegalArgumentException where the target can't be used (no zone owns the local
   *     address, families differ)
   * @throws IllegalStateException where the local port is taken or none is left
   */
  EngineConnection connect(
      ConnectTarget target, ConnectionOptions options, ConnectionHandler handler);

  /**
   * Listens. An exact listener is asked before a wildcard one.
   *
   * @throws IllegalStateException where the zone, address and port have a listener already
   */
  EngineListener listen(ListenTarget target, AcceptHandler handler);

  /** Live view of this engine's counters. */
  Counters counters();

  /** The connections that have state in this engine, TIME-WAIT excluded. */
  int connectionCount();

  /** All state that is left: connections, subflows in TIME-WAIT, pending requests. */
  int stateCount();

  /** Resets every connection; the RSTs leave with the next {@link #poll}. */
  void abortAll();

  /** A local address appeared or went: zones are told apart by their index. */
  void updateZone(Zone zone);
}
