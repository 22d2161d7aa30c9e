/**
 * TCP in pieces that follow RFC 9293: handshake, segment arrives, sender, receiver, timers. It
 * knows nothing of Multipath TCP; {@link org.mptcp4j.impl.tcp.SegmentExtension} is the one door for
 * it.
 */
package org.mptcp4j.impl.tcp;
