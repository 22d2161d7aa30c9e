/**
 * Scripts of handshakes that go wrong on the way: repeated, crossed, out of order, half stripped.
 */
package org.mptcp4j.impl.mptcp.handshake;
