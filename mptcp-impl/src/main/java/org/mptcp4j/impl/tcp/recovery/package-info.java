/**
 * Loss recovery: what is in flight, what of it is lost, what may be sent again and how much.
 * RACK-TLP (RFC 8985) with SACK, NewReno (RFC 6582) without, proportional rate reduction (RFC
 * 6937).
 */
package org.mptcp4j.impl.tcp.recovery;
