/**
 * The matrix of RFC 9293, section 3.10: every state, every event, one test a cell. What a cell
 * expects is written from the section's text; {@code docs/tcp-state-matrix.md} shows it as a table.
 */
package org.mptcp4j.impl.tcp.matrix;
