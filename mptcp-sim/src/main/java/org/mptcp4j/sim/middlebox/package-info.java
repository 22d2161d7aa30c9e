/**
 * Middleboxes: what sits on paths and interferes with TCP and Multipath TCP (RFC 8684, section 6).
 * Ready-made ones, and what is needed to write others ({@link
 * org.mptcp4j.sim.middlebox.TcpMiddlebox}).
 */
package org.mptcp4j.sim.middlebox;
