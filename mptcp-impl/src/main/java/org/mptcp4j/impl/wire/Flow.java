package org.mptcp4j.impl.wire;

/** What has a place in the demultiplexer: the segments of a 4-tuple are for it. */
public interface Flow {
  /** Zone, addresses and ports, this side's as the local ones. */
  FlowKey key();
}
