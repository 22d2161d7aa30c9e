/**
 * Random peers against the invariants of Multipath TCP: each seed is one peer, a valid conversation
 * up to somewhere and then anything, and replays it.
 */
package org.mptcp4j.impl.mptcp.random;
