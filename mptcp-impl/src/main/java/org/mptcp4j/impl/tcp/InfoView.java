package org.mptcp4j.impl.tcp;

/** What a control block shows of itself. */
record InfoView(ControlBlock block) implements TcpInfo {
  @Override
  public long smoothedRttNanos() {
    return block.rtt.smoothed();
  }

  @Override
  public long rttVarianceNanos() {
    return block.rtt.variance();
  }

  @Override
  public long minRttNanos() {
    return block.rtt.minimum();
  }

  @Override
  public long receiverRttNanos() {
    long rtt = block.receiverRtt.nanos();
    return rtt > 0 ? rtt : block.rtt.smoothed();
  }

  @Override
  public long retransmissionTimeoutNanos() {
    return block.rtt.rto();
  }

  @Override
  public long congestionWindow() {
    return block.recovery.congestion().congestionWindow();
  }

  @Override
  public long slowStartThreshold() {
    return block.recovery.congestion().slowStartThreshold();
  }

  @Override
  public long inFlight() {
    return block.recovery.inFlight();
  }

  @Override
  public int maximumSegmentSize() {
    return block.mss - (block.timestampsOn ? SegmentWriter.TIMESTAMPS_BYTES : 0);
  }

  @Override
  public long sendWindow() {
    return block.sendWindow.bytes();
  }

  @Override
  public long bytesSent() {
    return block.bytesSent;
  }

  @Override
  public long bytesAcked() {
    return block.bytesAcked;
  }

  @Override
  public long bytesReceived() {
    return block.bytesReceived;
  }

  @Override
  public long bytesRetransmitted() {
    return block.bytesRetransmitted;
  }

  @Override
  public long timeouts() {
    return block.timeouts;
  }

  @Override
  public long fastRecoveries() {
    return block.recovery.fastRecoveries();
  }

  @Override
  public long segmentsSent() {
    return block.segmentsSent;
  }

  @Override
  public long segmentsReceived() {
    return block.segmentsReceived;
  }

  @Override
  public long outOfOrderBytes() {
    return block.reassembly.bytes();
  }
}
