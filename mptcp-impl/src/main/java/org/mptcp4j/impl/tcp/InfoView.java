package org.mptcp4j.impl.tcp;

import org.mptcp4j.SubflowInfo;
import org.mptcp4j.impl.tcp.flow.DeliveryRate;
import org.mptcp4j.impl.tcp.flow.SendLimits;
import org.mptcp4j.impl.tcp.flow.SendLimits.Limit;

/** What a control block shows of itself, and what its sender waited for. */
final class InfoView implements TcpInfo {
  private final ControlBlock block;
  private final SendLimits limits = new SendLimits();
  private final DeliveryRate deliveryRate = new DeliveryRate();
  private long latest;
  private long pacingRate;

  InfoView(ControlBlock block) {
    this.block = block;
  }

  /**
   * Everything left that may leave.
   *
   * @param space bytes that would leave at once if the user gave them
   * @param rate of pacing, in bytes per second
   */
  void onFlushed(long space, long rate, long now) {
    latest = now;
    pacingRate = rate;
    boolean idle = block.recovery.scoreboard().isEmpty();
    limits.on(limit(space, idle), now);
    deliveryRate.onFlushed(
        block.recovery.counters().deliveredBytes(), idle, block.sndUna, block.sndNxt, now);
  }

  /** A scheduler that prefers another subflow leaves this one without data: not its windows do. */
  private Limit limit(long space, boolean idle) {
    boolean waits = block.stream.end() > block.sndNxt || block.recovery.nextLost() != null;
    if (!waits && (space > 0 || !block.user.hasMoreToSend(block.connection))) {
      return idle ? Limit.IDLE : Limit.APPLICATION;
    }
    long window = block.sndUna + block.sendWindow.bytes() - block.sndNxt;
    boolean closed = window < block.segmentSize && window <= block.recovery.allowance();
    return closed ? Limit.RECEIVER : Limit.CONGESTION;
  }

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
    return block.recovery.counters().fastRecoveries();
  }

  @Override
  public long pathProbesSent() {
    return block.pathMtu.probesSent();
  }

  @Override
  public long pathProbesLost() {
    return block.pathMtu.probesLost();
  }

  @Override
  public boolean ecn() {
    return block.ecn.marksData();
  }

  @Override
  public long markedReductions() {
    return block.recovery.reductions().marked();
  }

  @Override
  public long marksReceived() {
    return block.ecn.marksReceived();
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

  @Override
  public SubflowInfo.Negotiated negotiated() {
    return new SubflowInfo.Negotiated(
        block.timestampsOn,
        block.sackOn,
        block.ecn.marksData(),
        block.scalingOn,
        block.sendWindow.shift(),
        block.scalingOn ? block.receiveWindow.offeredShift() : 0);
  }

  @Override
  public int timeoutsInRow() {
    return block.timeoutsInRow;
  }

  @Override
  public SubflowInfo.Timing timing() {
    return new SubflowInfo.Timing(
        block.rtt.smoothed(),
        block.rtt.variance(),
        block.rtt.minimum(),
        block.rtt.rto(),
        block.rtt.backoff());
  }

  @Override
  public SubflowInfo.Congestion congestion() {
    return new SubflowInfo.Congestion(
        block.parameters.congestionControl().name(),
        congestionWindow(),
        slowStartThreshold(),
        inFlight(),
        pacingRate,
        deliveryRate.bytesPerSecond());
  }

  @Override
  public SubflowInfo.Windows windows() {
    return new SubflowInfo.Windows(
        maximumSegmentSize(),
        sendWindow(),
        Math.max(0, block.receiveWindow.edge() - block.rcvNxt),
        outOfOrderBytes());
  }

  @Override
  public SubflowInfo.Traffic traffic() {
    // The FIN has a sequence number, too
    long delivered = block.recovery.counters().deliveredBytes() - (block.finAcked() ? 1 : 0);
    return new SubflowInfo.Traffic(
        block.segmentsSent,
        block.segmentsReceived,
        block.bytesSent,
        block.bytesRetransmitted,
        block.segmentsRetransmitted,
        block.bytesAcked,
        delivered,
        block.bytesReceived);
  }

  @Override
  public SubflowInfo.Recovery recovery() {
    return new SubflowInfo.Recovery(
        block.recovery.scoreboard().lostBytes(),
        block.timeouts,
        block.recovery.counters().fastRecoveries(),
        block.recovery.counters().undone(),
        block.recovery.counters().duplicateSacks(),
        block.recovery.counters().reorderingBytes(),
        block.recovery.counters().reorderingWindow());
  }

  @Override
  public SubflowInfo.Limits limits() {
    long receiver = limits.nanos(Limit.RECEIVER, latest);
    long congestion = limits.nanos(Limit.CONGESTION, latest);
    long application = limits.nanos(Limit.APPLICATION, latest);
    return new SubflowInfo.Limits(
        receiver + congestion + application, receiver, congestion, application);
  }
}
