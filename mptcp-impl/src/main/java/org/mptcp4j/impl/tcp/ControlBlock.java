package org.mptcp4j.impl.tcp;

import org.mptcp4j.impl.buffer.ReassemblyQueue;
import org.mptcp4j.impl.tcp.flow.ChallengeLimit;
import org.mptcp4j.impl.tcp.flow.DelayedAck;
import org.mptcp4j.impl.tcp.flow.Nagle;
import org.mptcp4j.impl.tcp.flow.ReceiveWindow;
import org.mptcp4j.impl.tcp.flow.ReceiverRtt;
import org.mptcp4j.impl.tcp.flow.SackBlocks;
import org.mptcp4j.impl.tcp.flow.SendWindow;
import org.mptcp4j.impl.tcp.recovery.LossRecovery;
import org.mptcp4j.impl.tcp.timing.KeepAlive;
import org.mptcp4j.impl.tcp.timing.RttEstimator;
import org.mptcp4j.impl.tcp.timing.TimerSet;
import org.mptcp4j.impl.tcp.timing.Timestamps;
import org.mptcp4j.impl.tcp.timing.UserTimeout;
import org.mptcp4j.impl.wire.ReceivedOptions;
import org.mptcp4j.impl.wire.SequenceNumbers;

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
    this.reassembly = new ReassemblyQueue(parameters.pool());
    this.stream = new SendStream(parameters.pool());
    this.receiveWindow =
        new ReceiveWindow(parameters.receiveBufferBytes(), parameters.tcp().windowScale());
    this.delayedAck = new DelayedAck(parameters.mss());
    this.nagle = new Nagle(!parameters.tcp().noDelay());
    this.keepAlive = new KeepAlive(parameters.tcp().keepAlive(), timers);
    this.userTimeout =
        new UserTimeout(parameters.userTimeoutNanos(), parameters.tcp().userTimeoutOption());
    limitSegments(parameters.mss());
  }

  /** The MSS of both sides is known, and which options are on. */
  void limitSegments(int bytes) {
    mss = bytes;
    segmentSize = mss - (timestampsOn ? SegmentWriter.TIMESTAMPS_BYTES : 0);
    recovery =
        new LossRecovery(
            rtt, parameters.congestionControl().create(segmentSize), sackOn, segmentSize);
  }

  /**
   * The path takes less than was thought: what is in flight was dropped (RFC 1191, section 6.5).
   */
  void narrow(int bytes) {
    segmentSize(segmentSize - (mss - bytes));
    mss = bytes;
    recovery.congestion().onMaximumSegmentSize(segmentSize);
    recovery.onTooLarge();
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

  /** Bytes that the user can take beyond rcvNxt. */
  long freeReceiveBuffer() {
    return Math.max(0, user.receiveWindow(connection));
  }

  /** This side's FIN is acknowledged. */
  boolean finAcked() {
    return stream.finQueued() && sndUna > stream.tail();
  }
}
