/**
 * Multipath TCP: one connection over several subflows (RFC 6824; RFC 8684 by a second {@link
 * org.mptcp4j.impl.mptcp.Handshake}).
 */
package org.mptcp4j.impl.mptcp;
