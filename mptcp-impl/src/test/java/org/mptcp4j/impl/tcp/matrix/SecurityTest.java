package org.mptcp4j.impl.tcp.matrix;

/** "Third check security" (RFC 9293, section 3.10.7.4). */
class SecurityTest extends EventGroup {
  @Override
  void declare() {
    // "can be ignored for non-MLS implementations, consistent with running code on the Internet"
    event(Event.SECURITY).in(State.values()).without("A.1.2: no multi-level security");
  }
}
