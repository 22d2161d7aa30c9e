/**
 * What drives the protocol engine: packets in, packets out, time as an argument.
 *
 * <p>An {@link org.mptcp4j.engine.Engine} does no I/O, reads no clock and starts no thread. A loop
 * over a TUN device, a simulator or anybody's own loop drives it by three verbs: {@code input},
 * {@code poll} and {@code nextDeadlineNanos}.
 */
package org.mptcp4j.engine;
