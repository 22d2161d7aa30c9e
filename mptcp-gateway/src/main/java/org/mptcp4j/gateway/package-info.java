/**
 * The two gateways of the transparent Multipath TCP mode (draft-peirens-mptcp-transparent-00,
 * section 5).
 *
 * <p>{@link org.mptcp4j.gateway.Hcpe} turns the plain TCP connections of the hosts behind it into
 * Multipath TCP connections over several access links; {@link org.mptcp4j.gateway.Hag} turns them
 * back. Both hold the SYN+ACK until the next leg has answered, keep all addresses and ports, and
 * join the legs with a {@link org.mptcp4j.gateway.Relay}.
 *
 * <p>Nothing here does I/O, reads a clock or starts a thread: everything runs inside of {@link
 * org.mptcp4j.engine.Engine#poll}, whoever calls it. All types are for the thread that owns the
 * engine.
 */
package org.mptcp4j.gateway;
