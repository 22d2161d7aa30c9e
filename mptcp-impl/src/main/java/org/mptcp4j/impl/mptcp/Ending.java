package org.mptcp4j.impl.mptcp;

import java.util.List;
import org.mptcp4j.CloseReason;
import org.mptcp4j.CloseReason.Kind;
import org.mptcp4j.impl.mptcp.data.DataReceiver;
import org.mptcp4j.impl.mptcp.data.DataSender;
import org.mptcp4j.impl.tcp.TcpState;

/**
 * How a connection ends: DATA_FIN and then the subflows' FINs (RFC 6824, section 3.3.3), or
 * MP_FASTCLOSE (section 3.5); and the time limits of both.
 */
final class Ending {
  /** "A RECOMMENDED number [of retransmissions] is 3" (section 3.5). */
  private static final int FASTCLOSE_TRIES = 4;

  private static final long SECOND = 1_000_000_000L;

  private final MultipathConnection connection;
  private final long lingerNanos;
  private long lingerUntil = Long.MAX_VALUE;
  private long ackedBefore;
  private TcpSubflow fastCloseOn;
  private boolean fastCloseDue;
  private int fastCloseTries;
  private long fastCloseAt = Long.MAX_VALUE;
  private boolean finSentOnSubflows;
  private boolean resetsWithFastClose;
  private long orphanUntil = Long.MAX_VALUE;
  private CloseReason orphanReason;

  /**
   * @param lingerNanos how long a closed connection waits for the peer's end, or for progress
   *     towards it
   */
  Ending(MultipathConnection connection, long lingerNanos) {
    this.connection = connection;
    this.lingerNanos = lingerNanos;
  }

  long deadline() {
    return Math.min(orphanUntil, Math.min(lingerUntil, fastCloseAt));
  }

  void startLinger(long now) {
    if (lingerUntil == Long.MAX_VALUE && !connection.events().isClosed()) {
      ackedBefore = connection.sender().sndUna();
      lingerUntil = now + lingerNanos;
    }
  }

  /**
   * "This permits 'break-before-make' scenarios where connectivity is lost on all subflows before a
   * new one can be re-established" (section 3.3.3). A join that the peer refuses tells that it
   * knows the connection no more.
   */
  void onLastSubflowDown(TcpSubflow subflow, CloseReason reason, long now) {
    boolean unknown = orphanReason != null && reason.kind() == Kind.REFUSED;
    if (orphanReason == null) {
      boolean orderly = reason.kind() == Kind.NORMAL;
      orphanReason =
          orderly ? CloseReason.of(Kind.RESET, "the last subflow closed without DATA_FIN") : reason;
      orphanUntil = now + connection.rejoinNanos();
    }
    if (unknown || orphanUntil <= now || subflow.phase() == TcpSubflow.Phase.CAPABLE) {
      orphanUntil = Long.MAX_VALUE;
      connection.events().closed(orphanReason);
    }
  }

  /** There is a subflow again. */
  void onSubflowUp() {
    orphanUntil = Long.MAX_VALUE;
    orphanReason = null;
  }

  /** Queues the FINs that are due. */
  void advance(DataSender sender, DataReceiver receiver) {
    if (finSentOnSubflows) {
      return;
    }
    if (connection.negotiation().isPlain()) {
      if (sender.isShutdown() && sender.sndNxt() >= sender.finPosition()) {
        finSentOnSubflows = true;
        connection.subflowSet().initial().tcp().shutdownOutput();
      }
      return;
    }
    if (sender.finAcked() && receiver.finished()) {
      finSentOnSubflows = true;
      lingerUntil = connection.nowNanos() + lingerNanos;
      for (TcpSubflow subflow : connection.subflowSet().all()) {
        subflow.tcp().shutdownOutput();
      }
      connection.events().closed(CloseReason.of(Kind.NORMAL, "closed by both sides"));
      return;
    }
    answerSubflowFins(sender, receiver);
  }

  /**
   * A subflow that the peer ended is ended by this side, too, unless it is the last that works: "a
   * host MUST NOT close all functioning subflows unless it is safe to do so, i.e., until all
   * outstanding data has been DATA_ACKed" (section 3.3.3). A peer may send its DATA_FIN with that
   * FIN; then the rest of this side's stream has no other way.
   */
  private void answerSubflowFins(DataSender sender, DataReceiver receiver) {
    boolean safe = !receiver.finished() && !sender.outstanding() && sender.unsent() == 0;
    List<TcpSubflow> subflows = connection.subflowSet().all();
    for (int i = 0; i < subflows.size(); i++) {
      TcpSubflow subflow = subflows.get(i);
      if (subflow.tcp().state() == TcpState.CLOSE_WAIT
          && (safe || connection.subflowSet().anotherUsable(subflow))
          && !connection.fallback().waits()) {
        subflow.tcp().shutdownOutput();
      }
    }
  }

  /**
   * Has the first DATA_FIN sent: behind the data, whose segments would take the request for theirs.
   *
   * @return whether the subflows have to be flushed
   */
  boolean requestFirstFin(DataSender sender) {
    boolean due = !connection.negotiation().isPlain() && sender.finDue() && !sender.finSent();
    if (due) {
      requestFin();
    }
    return due;
  }

  /** Has a DATA_FIN sent in a pure ACK: on every subflow, since any of them may be dead. */
  void requestFin() {
    List<TcpSubflow> subflows = connection.subflowSet().all();
    for (int i = 0; i < subflows.size(); i++) {
      if (subflows.get(i).usable()) {
        subflows.get(i).tcp().requestAck();
      }
    }
  }

  /** Whether an ACK of that subflow carries MP_FASTCLOSE. Segments with data keep their mapping. */
  boolean fastCloses(TcpSubflow subflow) {
    return subflow == fastCloseOn;
  }

  /** An ACK with MP_FASTCLOSE left. */
  void fastCloseSent() {
    fastCloseDue = false;
  }

  /**
   * Has an ACK with MP_FASTCLOSE sent where none left yet: behind data, whose segments would take
   * the request for theirs.
   *
   * @return whether the subflows have to be flushed
   */
  boolean requestFastClose() {
    boolean due = fastCloseDue && fastCloseOn != null;
    fastCloseDue = false;
    if (due) {
      fastCloseOn.tcp().requestAck();
    }
    return due;
  }

  /**
   * Whether RSTs carry MP_FASTCLOSE: "Host A sends a RST containing the MP_FASTCLOSE option on all
   * subflows" (RFC 8684, section 3.5, option R; version 1).
   */
  boolean resetsWithFastClose() {
    return resetsWithFastClose && connection.explainsResets();
  }

  /** Resets all subflows at once, because nothing else can be done any more. */
  void resetAll(CloseReason reason) {
    resetsWithFastClose = connection.negotiation().isMultipath();
    for (TcpSubflow subflow : connection.subflowSet().all()) {
      subflow.tcp().abort(reason);
    }
  }

  /**
   * MP_FASTCLOSE came. "Upon receipt of an ACK with MP_FASTCLOSE by Host B, containing the valid
   * key, Host B answers on the same subflow with a TCP RST and tears down all subflows also through
   * sending TCP RST signals"; a RST with it has the same effect (section 3.5).
   *
   * @return why the connection ended, or null where the key is wrong
   */
  CloseReason onFastClose(long key) {
    if (key != connection.negotiation().keys().localKey()) {
      connection.count(Mib.FASTCLOSE_WRONG_KEY);
      return null;
    }
    connection.count(Mib.MP_FASTCLOSE_RX);
    CloseReason reason = CloseReason.of(Kind.RESET, "MP_FASTCLOSE from the peer");
    connection.events().closed(reason);
    fastCloseOn = null;
    fastCloseAt = Long.MAX_VALUE;
    for (TcpSubflow subflow : connection.subflowSet().all()) {
      subflow.tcp().abort(reason);
    }
    return reason;
  }

  /**
   * Resets the connection: "Host A sends an ACK containing the MP_FASTCLOSE option on one subflow
   * ... On all the other subflows, Host A sends a regular TCP RST" (section 3.5).
   */
  void abort(CloseReason reason, long now) {
    TcpSubflow chosen =
        connection.negotiation().confirmed() ? connection.subflowSet().firstUsable() : null;
    if (chosen != null && !connection.negotiation().isPlain()) {
      fastCloseOn = chosen;
      fastCloseTries = 0;
      sendFastClose(now);
    }
    lingerUntil = Long.MAX_VALUE;
    // first, so that the ends of the subflows are no news any more
    connection.events().closed(reason);
    if (chosen == null) {
      resetAll(reason);
      return;
    }
    for (TcpSubflow subflow : connection.subflowSet().all()) {
      if (subflow != chosen || fastCloseOn == null) {
        subflow.tcp().abort(reason);
      }
    }
  }

  private void sendFastClose(long now) {
    fastCloseTries++;
    fastCloseAt = now + Math.max(SECOND / 5, fastCloseOn.retransmissionTimeoutNanos());
    fastCloseDue = true;
  }

  private void onLingered(long now) {
    if (connection.events().isClosed()) {
      abortHalfClosed();
    } else if (connection.sender().sndUna() > ackedBefore) {
      // what was written before the close still flows
      startLinger(now);
    } else {
      abort(CloseReason.of(Kind.TIMED_OUT, "the peer did not close"), now);
    }
  }

  /** Subflows in FIN-WAIT-2 have no timer of their own, and some peer's FIN may never come. */
  private void abortHalfClosed() {
    for (TcpSubflow subflow : connection.subflowSet().all()) {
      if (subflow.tcp().state() != TcpState.TIME_WAIT) {
        subflow.tcp().abort(CloseReason.of(Kind.TIMED_OUT, "the peer did not close the subflow"));
      }
    }
  }

  void onDeadline(long now) {
    if (orphanUntil <= now) {
      orphanUntil = Long.MAX_VALUE;
      resetAll(orphanReason);
      connection.events().closed(orphanReason);
    }
    if (lingerUntil <= now) {
      lingerUntil = Long.MAX_VALUE;
      onLingered(now);
    }
    if (fastCloseAt <= now) {
      fastCloseAt = Long.MAX_VALUE;
      if (fastCloseOn.tcp().state() == TcpState.CLOSED) {
        return;
      }
      if (fastCloseTries < FASTCLOSE_TRIES) {
        sendFastClose(now);
      } else {
        // "Host A SHOULD send a TCP RST with the MP_FASTCLOSE option itself when it releases state"
        resetsWithFastClose = true;
        fastCloseOn.tcp().abort(CloseReason.of(Kind.ABORTED, "MP_FASTCLOSE unanswered"));
      }
    }
  }
}
