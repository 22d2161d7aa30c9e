package org.mptcp4j.impl.tcp;

import org.mptcp4j.impl.buffer.MemoryBudget;
import org.mptcp4j.impl.buffer.ReassemblyQueue;
import org.mptcp4j.impl.tcp.flow.ChallengeLimit;
import org.mptcp4j.impl.tcp.flow.DelayedAck;
import org.mptcp4j.impl.tcp.flow.Nagle;
import org.mptcp4j.impl.tcp.flow.ReceiveWindow;
import org.mptcp4j.impl.tcp.flow.ReceiverRtt;
import org.mptcp4j.impl.tcp.flow.SackBlocks;
import org.mptcp4j.impl.tcp.flow.SendWindow;
import org.mptcp4j.impl.tcp.path.Ecn;
import org.mptcp4j.impl.tcp.path.PathErrors;
import org.mptcp4j.impl.tcp.path.PathMtu;
import org.mptcp4j.impl.tcp.recovery.Acknowledgment;
import org.mptcp4j.impl.tcp.recovery.LossRecovery;
import org.mptcp4j.impl.tcp.timing.KeepAlive;
import org.mptcp4j.impl.tcp.timing.RttEstimator;
import org.mptcp4j.impl.tcp.timing.TimerSet;
import org.mptcp4j.impl.tcp.timing.Timestamps;
import org.mptcp4j.impl.tcp.timing.UserTimeout;
import org.mptcp4j.impl.wire.ReceivedOptions;
import org.mptcp4j.impl.wire.SequenceNumbers;
import org.mptcp4j.spi.CongestionControl;

/**
 * The transmission control block (RFC 9293, section 3.3.1): the variables that the rooms of a
 * connection share. Positions are 64 bits wide and do not wrap.
 */
final class ControlBlock {
  final TcpConnection connection;
  final TcpParameters parameters;
  final TcpUser user;
  final SegmentExtension extension;
  final TimerSet timers = new TimerSet();
  final RttEstimator rtt;
  final Timestamps timestamps;
  final SendStream stream;
  final SendWindow sendWindow = new SendWindow();
  final ReceiveWindow receiveWindow;
  final ReceiverRtt receiverRtt = new ReceiverRtt();
  final DelayedAck delayedAck;
  final Nagle nagle;
  final KeepAlive keepAlive;
  final UserTimeout userTimeout;
  final ReassemblyQueue reassembly;
  final SackBlocks sackBlocks = new SackBlocks();
  final ChallengeLimit challenges = new ChallengeLimit();
  final Ecn ecn;
  final PathMtu pathMtu;
  final PathErrors pathErrors = new PathErrors();
  final int iss;

  /** Made anew when the peer's SYN says what it can do. */
  LossRecovery recovery;

  TcpState state = TcpState.CLOSED;
  int irs;
  long sndUna;
  long sndNxt;
  long rcvNxt;

  /** SND.UP: position behind the urgent data that was sent or queued; 0 before any. */
  long sndUp;

  /** RCV.UP: position behind the urgent data that the peer told of; 0 before any. */
  long rcvUp;

  /** Last.ACK.sent (RFC 7323, section 4.3). */
  long lastAckSent;

  boolean timestampsOn;
  boolean sackOn;
  boolean scalingOn;

  /** What limits a segment with its options: the lesser of both MSS. */
  int mss;

  /** Payload of a full segment, all options subtracted that the last one had. */
  int segmentSize;

  long bytesSent;
  long bytesAcked;
  long bytesReceived;
  long bytesRetransmitted;
  long segmentsRetransmitted;
  long timeouts;
  int timeoutsInRow;
  long segmentsSent;
  long segmentsReceived;

  ControlBlock(
      TcpConnection connection,
      TcpParameters parameters,
      TcpUser user,
      SegmentExtension extension) {
    this.connection = connection;
    this.parameters = parameters;
    this.user = user;
    this.extension = extension;
    this.iss = parameters.iss();
    this.rtt = new RttEstimator(parameters.initialRtoNanos(), parameters.tcp().minRtoNanos());
    this.timestamps = new Timestamps(parameters.timestampOffset());
    this.reassembly = new ReassemblyQueue(parameters.memory());
    this.stream = new SendStream(parameters.memory());
    this.receiveWindow =
        new ReceiveWindow(parameters.receiveBufferBytes(), parameters.tcp().windowScale());
    this.delayedAck = new DelayedAck(parameters.mss());
    this.nagle = new Nagle(!parameters.tcp().noDelay());
    this.keepAlive = new KeepAlive(parameters.tcp().keepAlive(), timers);
    this.userTimeout =
        new UserTimeout(parameters.userTimeoutNanos(), parameters.tcp().userTimeoutOption());
    this.ecn = new Ecn(parameters.tcp().ecn());
    this.pathMtu = new PathMtu(parameters.key().local().v6(), parameters.tcp().pathMtuProbing());
    limitSegments(parameters.mss());
  }

  /** The MSS of both sides is known, and which options are on. */
  void limitSegments(int bytes) {
    mss = bytes;
    pathMtu.open(bytes);
    segmentSize = fullSegment();
    CongestionControl congestion = parameters.congestionControl().create(segmentSize);
    boolean paced = parameters.tcp().pacing();
    recovery = new LossRecovery(rtt, congestion, sackOn, paced, segmentSize, parameters.ranges());
  }

  /** Payload of a segment with no other option than timestamps: no segment has more. */
  private int fullSegment() {
    return mss - (timestampsOn ? SegmentWriter.TIMESTAMPS_BYTES : 0);
  }

  /** The path takes more or less than was thought; {@link #pathMtu} knows. */
  void resize() {
    segmentSize(segmentSize + pathMtu.size() - mss);
    boolean narrower = pathMtu.size() < mss;
    mss = pathMtu.size();
    recovery.congestion().onMaximumSegmentSize(fullSegment());
    if (narrower) {
      // RFC 1191, section 6.5: what is in flight was dropped
      recovery.onTooLarge();
    }
  }

  /** What became of a probe of the path's MTU, after ACKs and time-outs. */
  void settlePathProbe(long now) {
    switch (recovery.pathProbe().takeOutcome()) {
      case ARRIVED -> {
        pathMtu.onProbeArrived(now);
        resize();
      }
      case LOST -> pathMtu.onProbeLost(now);
      case NONE -> {}
    }
  }

  /** The largest segment that a time-out would send again; its options count as in an MSS. */
  int largestLost() {
    return Math.min(segmentSize, recovery.scoreboard().headLength()) + mss - segmentSize;
  }

  /** The MSS of a probe of the path that may leave now; 0 for none. */
  int pathProbe() {
    int bytes = pathMtu.nextProbe();
    return bytes > 0 && recovery.mayProbePath(bytes) ? bytes : 0;
  }

  void segmentSize(int bytes) {
    if (bytes != segmentSize) {
      segmentSize = bytes;
      recovery.segmentSize(bytes);
    }
  }

  long sendPosition(int wire) {
    return SequenceNumbers.unwrap(wire - iss, sndNxt);
  }

  long receivePosition(int wire) {
    return SequenceNumbers.unwrap(wire - irs, rcvNxt);
  }

  /** Takes the peer's user time-out (RFC 5482), where it told it. */
  void onUserTimeoutOption(ReceivedOptions options) {
    if (options.userTimeoutSeconds() > 0) {
      userTimeout.onOption(options.userTimeoutSeconds());
    }
  }

  /** Nanoseconds since the segment left whose timestamp is echoed, or {@code NO_ECHO}. */
  long echoAge(ReceivedOptions options, long now) {
    int echo = options.tsEchoReply();
    if (!timestampsOn || !options.hasTimestamps() || echo == 0) {
      return Acknowledgment.NO_ECHO;
    }
    long age = timestamps.age(echo, now);
    // Older than anything can be that is in flight: not a time that this side sent
    return age > parameters.userTimeoutNanos() ? Acknowledgment.NO_ECHO : age;
  }

  /**
   * Half of what the receive buffer may shrink to, in bytes: a window may open by that much at a
   * time, however large the segments are (RFC 9293, section 3.8.6.2.2).
   */
  long halfOfSmallestBuffer() {
    return Math.min(parameters.receiveBufferBytes(), MemoryBudget.LEAST_BYTES) / 2;
  }

  /** Bytes that the user can take beyond rcvNxt. */
  long freeReceiveBuffer() {
    return Math.max(0, user.receiveWindow(connection));
  }

  /** This side's FIN is acknowledged. */
  boolean finAcked() {
    return stream.finQueued() && sndUna > stream.tail();
  }
}
