package org.mptcp4j.impl.tcp;

import static org.mptcp4j.impl.tcp.OutgoingSegment.ACK;
import static org.mptcp4j.impl.tcp.OutgoingSegment.SYN;

import org.mptcp4j.CloseReason;
import org.mptcp4j.impl.tcp.recovery.Acknowledgment;
import org.mptcp4j.impl.tcp.timing.TimerSet.Timer;
import org.mptcp4j.impl.wire.ReceivedOptions;
import org.mptcp4j.impl.wire.SegmentView;

/** Opens a connection, actively or passively (RFC 9293, sections 3.5 and 3.10.7.3). */
final class Handshake {
  /** RFC 9293, section 3.7.1: without the option 536 for IPv4, 1220 for IPv6. */
  private static final int DEFAULT_MSS_V4 = 536;

  private static final int DEFAULT_MSS_V6 = 1220;

  /** A peer that wants smaller segments gets this; most of a packet would be header. */
  private static final int SMALLEST_MSS = 88;

  /**
   * RFC 4987, section 3.3: a flood of SYNs holds less the sooner each is forgotten. A peer that
   * still waits retransmits its own, and is answered anew.
   */
  private static final long HALF_OPEN_NANOS = 60_000_000_000L;

  private final ControlBlock block;
  private final SegmentWriter writer;
  private final Ending ending;
  private boolean passive;
  private boolean due;
  private int sent;
  private long firstSentAt;

  Handshake(ControlBlock block, SegmentWriter writer, Ending ending) {
    this.block = block;
    this.writer = writer;
    this.ending = ending;
  }

  void connect(long now) {
    block.state = TcpState.SYN_SENT;
    begin(now);
  }

  void accept(SegmentView syn, long now) {
    block.state = TcpState.SYN_RECEIVED;
    passive = true;
    takeSyn(syn, now);
    begin(now);
    block.extension.onSegment(syn, now);
  }

  private void begin(long now) {
    due = true;
    long most = passive ? HALF_OPEN_NANOS : Long.MAX_VALUE;
    block.timers.arm(Timer.CONNECT, now + Math.min(block.parameters.connectTimeoutNanos(), most));
  }

  /** "SYN-RECEIVED remembers last state" (MUST-11): the connection came from LISTEN. */
  boolean passive() {
    return passive;
  }

  /** The SYN came again: so the SYN+ACK was lost. */
  void repeat(SegmentView syn, long now) {
    block.ecn.onSyn(syn.flags());
    due = block.extension.onSegment(syn, now);
  }

  void flush(long now, OutgoingSegment.Sink sink) {
    if (!due) {
      acknowledge(now, sink);
      return;
    }
    due = false;
    boolean again = sent++ > 0;
    if (!again) {
      firstSentAt = now;
    }
    block.sndNxt = 1;
    int flags =
        block.state == TcpState.SYN_SENT
            ? SYN | block.ecn.synFlags(again)
            : SYN | ACK | block.ecn.synAckFlags();
    writer.sendEmpty(flags, 0, again, now, sink);
    block.timers.arm(Timer.RETRANSMISSION, now + block.rtt.rto());
  }

  /** Answers a segment that was not acceptable: "<SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK>". */
  private void acknowledge(long now, OutgoingSegment.Sink sink) {
    if (block.state == TcpState.SYN_RECEIVED && block.delayedAck.isDue()) {
      writer.sendEmpty(ACK, block.sndNxt, false, now, sink);
    }
  }

  /** The SYN or SYN+ACK stays unanswered. */
  void onDeadline(long now) {
    if (block.timers.takeDue(Timer.CONNECT, now)) {
      CloseReason reason = block.pathErrors.timedOut("the handshake timed out");
      if (block.state == TcpState.SYN_SENT) {
        ending.close(reason, now);
      } else {
        ending.abort(reason, now);
      }
    } else if (block.timers.takeDue(Timer.RETRANSMISSION, now)) {
      block.timeouts++;
      block.rtt.backOff();
      due = true;
    }
  }

  /**
   * RFC 9293, section 3.10.7.3: a segment in SYN-SENT.
   *
   * @return false where its ACK is wrong, and a RST answers it
   */
  boolean onSynSent(SegmentView segment, long ack, long now) {
    boolean acceptable = segment.ack() && ack > 0 && ack <= block.sndNxt;
    if (segment.ack() && !acceptable) {
      return segment.rst();
    }
    if (segment.rst()) {
      // "If the ACK was acceptable, then signal to the user 'error: connection reset'"
      if (acceptable) {
        CloseReason reason =
            CloseReason.of(CloseReason.Kind.REFUSED, "the SYN was answered with a RST");
        ending.close(block.extension.onReset(segment, reason), now);
      }
      return true;
    }
    if (!segment.syn()) {
      return true;
    }
    takeSyn(segment, now);
    if (!block.extension.onSegment(segment, now) || ending.over()) {
      return true;
    }
    if (acceptable) {
      block.delayedAck.require();
      establish(segment, now);
    } else {
      // Both sides opened at once
      block.state = TcpState.SYN_RECEIVED;
      due = true;
    }
    return true;
  }

  /** Both opened at once, and the peer's SYN+ACK arrived (RFC 9293, figure 8, line 6). */
  void onSimultaneousSynAck(SegmentView segment, long now) {
    block.ecn.onSyn(segment.flags());
    if (block.extension.onSegment(segment, now) && !ending.over()) {
      block.delayedAck.require();
      establish(segment, now);
    }
  }

  /** The peer acknowledged the SYN: ESTABLISHED. */
  void establish(SegmentView segment, long now) {
    block.sndUna = 1;
    block.timers.cancel(Timer.CONNECT);
    block.timers.cancel(Timer.RETRANSMISSION);
    due = false;
    long age = sent == 1 ? now - firstSentAt : block.echoAge(segment.options(), now);
    if (age != Acknowledgment.NO_ECHO) {
      block.rtt.onSample(now, age, 1, 1);
    } else {
      block.rtt.onHandshakeWithoutSample();
    }
    block.state = TcpState.ESTABLISHED;
    block.keepAlive.begin(now);
    ending.onFinQueued();
    block.user.onEstablished(block.connection, now);
  }

  /** Takes what the peer's SYN says: its sequence number, its window and its options. */
  private void takeSyn(SegmentView syn, long now) {
    block.irs = syn.sequence();
    block.rcvNxt = 1;
    block.lastAckSent = 1;
    block.ecn.onSyn(syn.flags());
    ReceivedOptions options = syn.options();
    block.onUserTimeoutOption(options);
    TcpParameters parameters = block.parameters;
    block.timestampsOn = parameters.tcp().timestamps() && options.hasTimestamps();
    block.sackOn = parameters.tcp().sack() && options.sackPermitted();
    block.scalingOn = parameters.tcp().windowScale() && options.hasWindowScale();
    if (block.timestampsOn) {
      block.timestamps.update(options.tsValue(), now);
    }
    if (block.scalingOn) {
      block.sendWindow.scale(options.windowScale());
      block.receiveWindow.enableScaling();
    }
    block.sendWindow.onSyn(syn.window(), 0, 0);
    int missing = syn.v6() ? DEFAULT_MSS_V6 : DEFAULT_MSS_V4;
    // 0 says as little as no option
    int peerMss =
        options.hasMss() && options.mss() > 0 ? Math.max(SMALLEST_MSS, options.mss()) : missing;
    block.limitSegments(Math.min(parameters.mss(), peerMss));
  }
}
