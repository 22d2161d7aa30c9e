package org.mptcp4j.impl.congestion;

import org.mptcp4j.spi.CongestionControl;
import org.mptcp4j.spi.CongestionControlProvider;

/** {@code newreno}: slow start and congestion avoidance of RFC 5681. */
public final class NewRenoProvider implements CongestionControlProvider {
  @Override
  public String name() {
    return "newreno";
  }

  @Override
  public CongestionControl create(int maximumSegmentSize) {
    return new NewReno(maximumSegmentSize);
  }
}
