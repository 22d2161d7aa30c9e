package org.mptcp4j.impl.tcp;

import org.mptcp4j.impl.tcp.timing.TimerSet;
import org.mptcp4j.impl.tcp.timing.TimerSet.Timer;

/**
 * The timers of a sender: retransmission (RFC 6298, section 5), reordering and tail loss probe (RFC
 * 8985), persist (RFC 9293, section 3.8.6.1), keep-alive (section 3.8.4), user time-out (section
 * 3.8.3).
 */
final class SendTimers {
  private static final int LARGEST_BACKOFF = 16;
  private static final long LARGEST_PERSIST_NANOS = 60_000_000_000L;

  private final ControlBlock block;
  private final TimerSet timers;
  private boolean lossProbeDue;
  private boolean windowProbeDue;
  private boolean keepAliveDue;
  private int persistBackoff;

  SendTimers(ControlBlock block) {
    this.block = block;
    this.timers = block.timers;
  }

  /** Fires what is due; segments leave with the next flush. */
  void onDeadline(long now, Ending ending) {
    if (timers.takeDue(Timer.USER_TIMEOUT, now)) {
      ending.abort(block.pathErrors.timedOut("data stayed unacknowledged"), now);
      return;
    }
    // What may leave then leaves with the flush
    timers.takeDue(Timer.PACING, now);
    if (timers.takeDue(Timer.REORDERING, now)) {
      block.recovery.onReorderingTimer(now, block.sndUna, block.sndNxt);
      block.settlePathProbe(now);
    }
    if (timers.takeDue(Timer.LOSS_PROBE, now) && block.recovery.mayProbe()) {
      lossProbeDue = true;
      block.recovery.allowProbe();
      // RFC 8985, section 7.3: "the sender MUST re-arm the RTO timer, not the PTO timer"
      timers.arm(Timer.RETRANSMISSION, now + block.rtt.rto());
    }
    timers.takeDue(Timer.CONGESTION_HOLD, now);
    if (timers.takeDue(Timer.PERSIST, now)) {
      windowProbeDue = true;
      persistBackoff = Math.min(persistBackoff + 1, LARGEST_BACKOFF);
    }
    if (timers.takeDue(Timer.KEEP_ALIVE, now)) {
      onKeepAlive(now, ending);
    }
    if (timers.takeDue(Timer.RETRANSMISSION, now) && !block.recovery.scoreboard().isEmpty()) {
      onRetransmissionTimeout(now);
    }
  }

  private void onKeepAlive(long now, Ending ending) {
    boolean quiet = block.recovery.scoreboard().isEmpty() && !timers.armed(Timer.PERSIST);
    keepAliveDue = block.keepAlive.onTimer(quiet, now);
    if (block.keepAlive.isDead()) {
      ending.abort(block.pathErrors.timedOut("no answer to keep-alives"), now);
    }
  }

  private void onRetransmissionTimeout(long now) {
    block.timeouts++;
    block.timeoutsInRow++;
    lossProbeDue = false;
    // before the window becomes one segment: how large that is
    if (block.pathMtu.onTimeout(block.largestLost(), now)) {
      block.resize();
    }
    block.recovery.onTimeout(now, block.sndUna, block.sndNxt);
    block.settlePathProbe(now);
    block.rtt.backOff();
    timers.arm(Timer.RETRANSMISSION, now + block.rtt.rto());
    timers.cancel(Timer.REORDERING);
    timers.cancel(Timer.LOSS_PROBE);
    block.user.onRetransmissionTimeout(block.connection, now);
  }

  /** RFC 6298, section 5.3: an ACK of new data restarts the timer; 5.2: with none left it stops. */
  void onAck(boolean advanced, long now) {
    boolean empty = block.recovery.scoreboard().isEmpty();
    if (empty) {
      timers.cancel(Timer.RETRANSMISSION);
      timers.cancel(Timer.LOSS_PROBE);
    } else if (advanced) {
      timers.arm(Timer.RETRANSMISSION, now + block.rtt.rto());
      armLossProbe();
    }
    // RFC 9293, section 3.8.6.1: "As long as the receiving TCP peer continues to send
    // acknowledgments in response to the probe segments, the sending TCP peer MUST allow the
    // connection to stay open"
    if (advanced || timers.armed(Timer.PERSIST) || block.sendWindow.bytes() == 0) {
      timers.cancel(Timer.USER_TIMEOUT);
    }
    armReordering();
  }

  /** More may leave at {@code at}, {@link Long#MAX_VALUE} for no wait. */
  void pace(long at) {
    if (at != timers.deadline(Timer.PACING)) {
      timers.arm(Timer.PACING, at);
    }
  }

  /** Everything left that may leave. */
  void onFlushed(long now, boolean sentNew) {
    boolean outstanding = !block.recovery.scoreboard().isEmpty();
    boolean queued = block.stream.end() > block.sndNxt;
    boolean stuck = !outstanding && !held() && (queued || windowClosed());
    armReordering();
    if (outstanding && !timers.armed(Timer.RETRANSMISSION) && !timers.armed(Timer.REORDERING)) {
      timers.arm(Timer.RETRANSMISSION, now + block.rtt.rto());
    }
    if (sentNew) {
      armLossProbe();
    }
    windowProbeDue = false;
    if (!stuck) {
      persistBackoff = 0;
      timers.cancel(Timer.PERSIST);
    } else if (!timers.armed(Timer.PERSIST)) {
      // "increase exponentially the interval between successive probes"
      long wait = Math.min(LARGEST_PERSIST_NANOS, block.rtt.rto() << persistBackoff);
      timers.arm(Timer.PERSIST, now + wait);
    }
    if (!outstanding && !stuck) {
      timers.cancel(Timer.USER_TIMEOUT);
    } else if (!timers.armed(Timer.USER_TIMEOUT)) {
      timers.arm(Timer.USER_TIMEOUT, now + block.userTimeout.nanos(block.rtt.rto()));
    }
  }

  /**
   * RFC 3168, section 6.1.2: with a window of one segment "the sending TCP MUST reset the
   * retransmit timer on receiving the ECN-Echo packet ... The sending TCP will then be able to send
   * a new packet only when the retransmit timer expires"
   */
  void hold(long now) {
    timers.arm(Timer.CONGESTION_HOLD, now + block.rtt.rto());
  }

  /** Whether no new data may leave. */
  boolean held() {
    return timers.armed(Timer.CONGESTION_HOLD);
  }

  /**
   * RFC 6675, section 6, lets the timer start anew with a retransmission, for a recovery may take
   * longer than an RTO: it does with that of the head, which it waits for.
   */
  void onRetransmitted(boolean head, long now) {
    if (head || !timers.armed(Timer.RETRANSMISSION)) {
      timers.arm(Timer.RETRANSMISSION, now + block.rtt.rto());
    }
  }

  boolean takeLossProbe() {
    boolean due = lossProbeDue;
    lossProbeDue = false;
    return due;
  }

  void requestProbe() {
    keepAliveDue = true;
  }

  boolean windowProbeDue() {
    return windowProbeDue;
  }

  /** Whether a segment is due that sends nothing but asks for an ACK. */
  boolean takeProbe() {
    boolean due = windowProbeDue || keepAliveDue;
    windowProbeDue = false;
    keepAliveDue = false;
    return due;
  }

  /**
   * The peer's window lets no useful segment out of what the user has to send. That is not queued
   * here where the user asks for room first: a lost window update would stop it for good.
   */
  private boolean windowClosed() {
    long usable = block.sndUna + block.sendWindow.bytes() - block.sndNxt;
    long useful = Math.min(block.segmentSize, block.sendWindow.largest() / 2);
    return block.state.maySend()
        && usable < Math.max(1, useful)
        && block.user.hasMoreToSend(block.connection);
  }

  /**
   * RFC 8985, section 7.2: "if the time at which an RTO would fire is sooner than the computed time
   * for the PTO, then the sender schedules a TLP to be sent at that RTO time".
   */
  private void armLossProbe() {
    long at = block.recovery.probeDeadline();
    if (at != Long.MAX_VALUE) {
      at = Math.min(at, timers.deadline(Timer.RETRANSMISSION));
    }
    timers.arm(Timer.LOSS_PROBE, at);
  }

  /**
   * RFC 8985, section 8: "When arming a RACK reordering timer or TLP PTO timer, the sender SHOULD
   * cancel any other pending timer(s)". A probe is not due at the same time.
   */
  private void armReordering() {
    long deadline = block.recovery.reorderingDeadline();
    if (deadline != timers.deadline(Timer.REORDERING)) {
      timers.arm(Timer.REORDERING, deadline);
    }
    if (deadline != Long.MAX_VALUE) {
      timers.cancel(Timer.RETRANSMISSION);
    }
  }
}
