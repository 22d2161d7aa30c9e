package org.mptcp4j.examples.aggregate;

/**
 * When an exchange is, in {@link System#nanoTime}.
 *
 * @param begin the client connects
 * @param mark what came earlier belongs to the start, and no stream ends earlier
 * @param end what comes later does not count
 */
record Span(long begin, long mark, long end) {}
