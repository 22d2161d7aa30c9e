package org.mptcp4j.impl.congestion;

import org.mptcp4j.spi.CongestionControl;
import org.mptcp4j.spi.CongestionControlProvider;

/** {@code cubic}: RFC 9438. */
public final class CubicProvider implements CongestionControlProvider {
  @Override
  public String name() {
    return "cubic";
  }

  @Override
  public CongestionControl create(int maximumSegmentSize) {
    return new Cubic(maximumSegmentSize);
  }
}
