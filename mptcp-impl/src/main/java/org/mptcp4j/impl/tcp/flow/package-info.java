/**
 * Flow control (RFC 9293, section 3.8.6): windows, acknowledgments, what they announce and when.
 */
package org.mptcp4j.impl.tcp.flow;
