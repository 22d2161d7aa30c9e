/**
 * Random sequences of segments, calls and time against the invariants of a TCP: each seed is one
 * sequence, and replays it.
 */
package org.mptcp4j.impl.tcp.random;
