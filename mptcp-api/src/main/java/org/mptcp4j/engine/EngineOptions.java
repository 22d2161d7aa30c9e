package org.mptcp4j.engine;

import java.util.List;
import java.util.Objects;

/**
 * What an {@link Engine} is built from.
 *
 * @param zones at least one, in order of their index from 0
 * @param entropy keys, nonces, sequence numbers, ports
 * @param pool buffers for small payload that is copied
 * @param maxConnections above it SYNs are dropped and counted, at least 1; as many flows again may
 *     be in TIME-WAIT, beyond which the one is forgotten, and counted, that would end first
 * @param maxPendingRequests SYNs received and not answered yet, at least 1
 * @param maxJoinsPending half-open MP_JOINs, at least 1
 * @param maxDestinations of which it is remembered that they refuse a version, or swallow SYNs with
 *     MP_CAPABLE; at least 1
 * @param memoryBytes of buffers that all connections together may keep payload in, at least 1 MiB.
 *     As they fill, the windows that are offered and the room to write shrink, down to 16 KiB each
 *     for a connection; above it only data is taken that a connection with less than that waits for
 */
public record EngineOptions(
    List<Zone> zones,
    Entropy entropy,
    PacketPool pool,
    int maxConnections,
    int maxPendingRequests,
    int maxJoinsPending,
    int maxDestinations,
    long memoryBytes) {

  private static final long LEAST_MEMORY = 1 << 20;
  private static final long USUAL_MEMORY = 512 << 20;

  public EngineOptions {
    Objects.requireNonNull(entropy, "entropy");
    Objects.requireNonNull(pool, "pool");
    zones = List.copyOf(zones);
    boolean limits =
        maxConnections >= 1
            && maxPendingRequests >= 1
            && maxJoinsPending >= 1
            && maxDestinations >= 1;
    if (zones.isEmpty() || !limits) {
      throw new IllegalArgumentException("no zone, or a limit below 1");
    }
    if (memoryBytes < LEAST_MEMORY) {
      throw new IllegalArgumentException("memoryBytes " + memoryBytes);
    }
    for (int i = 0; i < zones.size(); i++) {
      if (zones.get(i).index() != i) {
        throw new IllegalArgumentException("zone " + zones.get(i).name() + " is not at its index");
      }
    }
  }

  /**
   * The usual limits: 100,000 connections, 10,000 pending requests, 1,000 pending joins, 10,000
   * destinations, 512 MiB.
   */
  public static EngineOptions of(List<Zone> zones, Entropy entropy) {
    return new EngineOptions(
        zones,
        entropy,
        new PacketPool(16 * 1024, 1024),
        100_000,
        10_000,
        1_000,
        10_000,
        USUAL_MEMORY);
  }

  /**
   * What each of several engines gets that share these zones: an equal part of every limit, and a
   * pool of its own. The zones and the entropy, which has to be thread-safe, are the same.
   *
   * @param engines at least 1
   */
  public EngineOptions share(int engines) {
    return engines == 1
        ? this
        : new EngineOptions(
            zones,
            entropy,
            new PacketPool(pool.bufferBytes(), pool.maxIdle() / engines),
            part(maxConnections, engines),
            part(maxPendingRequests, engines),
            part(maxJoinsPending, engines),
            part(maxDestinations, engines),
            Math.max(LEAST_MEMORY, memoryBytes / engines));
  }

  private static int part(int limit, int engines) {
    return (limit + engines - 1) / engines;
  }

  /** The same but for {@link #memoryBytes}. */
  public EngineOptions withMemoryBytes(long value) {
    return new EngineOptions(
        zones,
        entropy,
        pool,
        maxConnections,
        maxPendingRequests,
        maxJoinsPending,
        maxDestinations,
        value);
  }
}
