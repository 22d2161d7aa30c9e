package org.mptcp4j.impl.tcp;

import org.mptcp4j.CloseReason;
import org.mptcp4j.impl.tcp.recovery.Acknowledgment;
import org.mptcp4j.impl.wire.ReceivedOptions;
import org.mptcp4j.impl.wire.SegmentView;

/**
 * SEGMENT ARRIVES (RFC 9293, section 3.10.7), with the checks of RFC 5961 against blind attacks and
 * PAWS (RFC 7323, section 5).
 */
final class SegmentArrives {
  private static final String RESET = "the peer sent a RST";

  private final ControlBlock block;
  private final Handshake handshake;
  private final Sender sender;
  private final SendTimers sendTimers;
  private final Receiver receiver;
  private final Ending ending;
  private final Acknowledgment acknowledgment = new Acknowledgment();
  private boolean strayReset;
  private int strayResetSequence;

  SegmentArrives(
      ControlBlock block,
      Handshake handshake,
      Sender sender,
      SendTimers sendTimers,
      Receiver receiver,
      Ending ending) {
    this.block = block;
    this.handshake = handshake;
    this.sender = sender;
    this.sendTimers = sendTimers;
    this.receiver = receiver;
    this.ending = ending;
  }

  void process(SegmentView segment, long now) {
    if (block.state == TcpState.TIME_WAIT) {
      late(segment, now);
      return;
    }
    long ack = block.sendPosition(segment.acknowledgment());
    if (block.state == TcpState.SYN_SENT) {
      if (!handshake.onSynSent(segment, ack, now)) {
        resetStray(segment);
      }
      return;
    }
    long seq = block.receivePosition(segment.sequence());
    if (isOldByTimestamp(segment, now) || !checkSequence(segment, seq, now)) {
      return;
    }
    if (segment.rst()) {
      onReset(segment, seq, now);
    } else if (segment.syn()) {
      onSyn(now);
    } else if (segment.ack() && checkAck(segment, ack, now)) {
      accept(segment, seq, ack, now);
    }
  }

  private void late(SegmentView segment, long now) {
    switch (ending.timeWait().input(segment, now)) {
      case ACK -> block.delayedAck.require();
      case CHALLENGE -> challenged(true);
      case SUPPRESSED -> challenged(false);
      case CLOSED -> ending.close(CloseReason.of(CloseReason.Kind.RESET, RESET), now);
      case NOTHING -> {}
    }
  }

  /** Sends the RST that a wrong ACK called for during the handshake. */
  void flush(SegmentWriter writer, OutgoingSegment.Sink sink) {
    if (strayReset) {
      strayReset = false;
      writer.sendStrayReset(strayResetSequence, sink);
    }
  }

  private boolean isOldByTimestamp(SegmentView segment, long now) {
    if (!block.timestampsOn || segment.rst()) {
      return false;
    }
    ReceivedOptions options = segment.options();
    if (!options.hasTimestamps()) {
      // RFC 7323, section 3.2: "If a non-<RST> segment is received without a TSopt, a TCP SHOULD
      // silently drop the segment". Not a SYN: a peer that restarted must learn of this connection.
      return !segment.syn();
    }
    if (!block.timestamps.isOld(options.tsValue(), now)) {
      return false;
    }
    // R1: "Send an ACK in reply ... Drop the segment"
    acknowledgeUnacceptable(segment, now);
    return true;
  }

  /** First, check sequence number. */
  private boolean checkSequence(SegmentView segment, long seq, long now) {
    long edge = Math.max(block.receiveWindow.edge(), block.rcvNxt);
    if (segment.rst()) {
      // RFC 5961, section 3.2: "If the RST bit is set and the sequence number is outside the
      // current
      // receive window, silently drop the segment"; a RST has no text that could reach into it
      return seq == block.rcvNxt || (seq > block.rcvNxt && seq < edge);
    }
    long end = seq + segment.sequenceLength();
    boolean acceptable =
        end == seq ? seq >= block.rcvNxt && seq <= edge : end > block.rcvNxt && seq < edge;
    if (!acceptable && seq == block.rcvNxt) {
      // "If the RCV.WND is zero, no segments will be acceptable, but special allowance should be
      // made to accept valid ACKs, URGs, and RSTs": their text is trimmed off
      block.delayedAck.require();
      return true;
    }
    if (acceptable) {
      return true;
    }
    if (block.state == TcpState.SYN_RECEIVED && segment.syn() && seq == 0) {
      onSynAgain(segment, now);
      return false;
    }
    if (segment.payloadLength() > 0 && end <= block.rcvNxt) {
      block.sackBlocks.onDuplicate(seq, seq + segment.payloadLength());
      block.delayedAck.onDuplicate();
    }
    acknowledgeUnacceptable(segment, now);
    return false;
  }

  private void onSynAgain(SegmentView segment, long now) {
    long ack = block.sendPosition(segment.acknowledgment());
    if (!segment.ack()) {
      handshake.repeat(segment, now);
    } else if (!handshake.passive() && ack > block.sndUna && ack <= block.sndNxt) {
      handshake.onSimultaneousSynAck(segment, now);
    } else {
      challenge(now);
    }
  }

  private void acknowledgeUnacceptable(SegmentView segment, long now) {
    if (segment.payloadLength() > 0) {
      block.delayedAck.require();
    } else {
      challenge(now);
    }
  }

  /** Second, check the RST bit (RFC 5961, section 3.2). */
  private void onReset(SegmentView segment, long seq, long now) {
    // "If the RST bit is set and the sequence number exactly matches the next expected sequence
    // number (RCV.NXT), then TCP endpoints MUST reset the connection"
    if (seq != block.rcvNxt) {
      challenge(now);
      return;
    }
    boolean refused = block.state == TcpState.SYN_RECEIVED && !handshake.passive();
    CloseReason.Kind kind = refused ? CloseReason.Kind.REFUSED : CloseReason.Kind.RESET;
    CloseReason reason = CloseReason.of(kind, RESET);
    ending.close(block.extension.onReset(segment, reason), now);
  }

  /** Fourth, check the SYN bit. */
  private void onSyn(long now) {
    if (block.state == TcpState.SYN_RECEIVED && handshake.passive()) {
      // "If the connection was initiated with a passive OPEN, then return this connection to the
      // LISTEN state": the listener is there and takes the SYN when it comes again
      ending.close(CloseReason.of(CloseReason.Kind.RESET, "the peer sent another SYN"), now);
      return;
    }
    // RFC 5961, section 4.2: "irrespective of the sequence number, TCP MUST send an ACK"
    challenge(now);
  }

  /** Fifth, check the ACK field. */
  private boolean checkAck(SegmentView segment, long ack, long now) {
    if (block.state == TcpState.SYN_RECEIVED) {
      if (ack <= block.sndUna || ack > block.sndNxt) {
        resetStray(segment);
        return false;
      }
      return true;
    }
    // RFC 5961, section 5.2: "((SND.UNA - MAX.SND.WND) <= SEG.ACK <= SND.NXT)"
    if (ack > block.sndNxt || ack < block.sndUna - block.sendWindow.largest()) {
      challenge(now);
      return false;
    }
    return true;
  }

  private void accept(SegmentView segment, long seq, long ack, long now) {
    if (!block.extension.onSegment(segment, now) || ending.over()) {
      return;
    }
    block.keepAlive.onSegment(now);
    ReceivedOptions options = segment.options();
    block.onUserTimeoutOption(options);
    if (block.timestampsOn && seq <= block.lastAckSent) {
      block.timestamps.update(options.tsValue(), now);
    }
    if (block.state == TcpState.SYN_RECEIVED) {
      handshake.establish(segment, now);
    }
    if (!ending.over()) {
      processAck(segment, seq, ack, now);
    }
    if (block.state.mayReceive() && !ending.over()) {
      receiver.onUrgent(segment, seq, now);
      receiver.onText(segment, seq, now);
      if (!ending.over() && receiver.takeFin()) {
        ending.onRemoteFin(now);
      }
    }
  }

  private void processAck(SegmentView segment, long seq, long ack, long now) {
    boolean advanced = ack > block.sndUna;
    boolean duplicate =
        ack == block.sndUna
            && segment.payloadLength() == 0
            && !segment.fin()
            && block.sendWindow.same(segment.window())
            && !block.extension.isSignal(segment);
    if (ack >= block.sndUna) {
      block.sendWindow.update(segment.window(), seq, ack);
      acknowledgment
          .at(now, block.sndUna, ack, block.sndNxt, block.iss)
          .with(
              segment.options(),
              duplicate,
              block.echoAge(segment.options(), now),
              sender.applicationLimited())
          .echoing(block.ecn.isEcho(segment.flags()));
      block.recovery.onAck(acknowledgment);
      if (block.recovery.reductions().takeHold()) {
        sendTimers.hold(now);
      }
    }
    if (advanced) {
      advance(ack);
    }
    block.settlePathProbe(now);
    sendTimers.onAck(advanced, now);
    if (advanced) {
      boolean finAcked = block.finAcked();
      block.user.onAcked(block.connection, now);
      if (finAcked && !ending.over()) {
        ending.onFinAcked(now);
      }
    }
  }

  private void advance(long ack) {
    long data = Math.min(ack, block.stream.tail()) - block.sndUna;
    block.bytesAcked += Math.max(0, data);
    block.sndUna = ack;
    block.timeoutsInRow = 0;
    block.pathMtu.onProgress(ack);
    block.pathErrors.onProgress();
    block.stream.acknowledge(ack);
  }

  private void resetStray(SegmentView segment) {
    strayReset = true;
    strayResetSequence = segment.acknowledgment();
  }

  private void challenge(long now) {
    challenged(block.challenges.take(now));
  }

  private void challenged(boolean sent) {
    if (sent) {
      block.delayedAck.require();
    }
    block.user.onChallenge(block.connection, sent);
  }
}
