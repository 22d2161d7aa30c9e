/**
 * What cases are written in: legs that send exactly what a case says, conditions on what the peer
 * sends, and the bookkeeping of sequence numbers at both levels.
 */
package org.mptcp4j.conformance.dialogue;
