package org.mptcp4j.impl.tcp.timing;

import org.mptcp4j.TcpOptions;
import org.mptcp4j.impl.tcp.timing.TimerSet.Timer;

/** When an idle connection is probed, and when its peer is dead (RFC 9293, section 3.8.4). */
public final class KeepAlive {
  private final TcpOptions.KeepAlive options;
  private final TimerSet timers;
  private long heardAt;
  private int unanswered;

  public KeepAlive(TcpOptions.KeepAlive options, TimerSet timers) {
    this.options = options;
    this.timers = timers;
  }

  /** The connection is open. */
  public void begin(long now) {
    heardAt = now;
    if (options.isOn()) {
      timers.arm(Timer.KEEP_ALIVE, now + options.idleNanos());
    }
  }

  /** An acceptable segment arrived. The timer is not touched: it looks when it fires. */
  public void onSegment(long now) {
    heardAt = now;
    unanswered = 0;
  }

  /**
   * The timer fired.
   *
   * @param quiet whether no data is outstanding; else a retransmission or a window probe asks
   * @return whether to send a probe: the timer runs on
   */
  public boolean onTimer(boolean quiet, long now) {
    // "Keep-alive packets MUST only be sent when no sent data is outstanding, and no data or
    // acknowledgement packets have been received for the connection within an interval" (MUST-26)
    boolean idle = now - heardAt >= options.idleNanos();
    if (!idle || !quiet) {
      unanswered = 0;
      long next = idle ? now + options.intervalNanos() : heardAt + options.idleNanos();
      timers.arm(Timer.KEEP_ALIVE, next);
      return false;
    }
    unanswered++;
    timers.arm(Timer.KEEP_ALIVE, now + options.intervalNanos());
    return !isDead();
  }

  /** "It MUST NOT interpret failure to respond to any specific probe as a dead connection". */
  public boolean isDead() {
    return unanswered > options.probes();
  }
}
