package org.mptcp4j.impl.mptcp;

import java.util.List;
import org.mptcp4j.CloseReason;
import org.mptcp4j.CloseReason.Kind;
import org.mptcp4j.impl.mptcp.data.ChunkPool;
import org.mptcp4j.impl.mptcp.data.DataSender;
import org.mptcp4j.impl.mptcp.data.DataTimer;
import org.mptcp4j.impl.mptcp.data.MappedChunk;
import org.mptcp4j.impl.mptcp.data.Reinjection;
import org.mptcp4j.spi.Scheduler;

/**
 * Gives the connection's data to subflows as the scheduler says: what has to be sent again first,
 * then new data as far as the peer's window goes (RFC 6824, sections 3.3.5 and 3.3.6).
 */
final class Distributor {
  private final MultipathConnection connection;
  private final DataSender sender;
  private final Scheduler scheduler;
  private final ScheduleRound round;
  private final DataTimer timer;
  private final ChunkPool chunks;
  private TcpSubflow opening;

  /**
   * @param userTimeoutNanos how long data may stay unacknowledged
   */
  Distributor(
      MultipathConnection connection,
      Scheduler scheduler,
      ChunkPool chunks,
      long userTimeoutNanos) {
    this.connection = connection;
    this.sender = connection.sender();
    this.round = new ScheduleRound(connection.subflowSet());
    this.scheduler = scheduler;
    this.chunks = chunks;
    this.timer = new DataTimer(sender, userTimeoutNanos);
  }

  Scheduler scheduler() {
    return scheduler;
  }

  void run(long now) {
    if (connection.negotiation().isPlain()) {
      runPlain(now);
      return;
    }
    while (!sender.reinjection().isEmpty(sender.sndUna()) && reinject(now)) {
      // as long as somebody takes it
    }
    while (sender.sendable() > 0 && distribute(now)) {
      // as long as somebody takes it
    }
    probe(now);
  }

  private void runPlain(long now) {
    TcpSubflow only = connection.subflowSet().initial();
    while (sender.sendable() > 0 && only.usable()) {
      int length = only.quota(sender.sendable());
      if (length == 0) {
        return;
      }
      only.send(sender.queue(), sender.sndNxt(), length, chunk(sender.sndNxt(), length, -1));
      sender.sent(length, now);
    }
  }

  private boolean reinject(long now) {
    Reinjection ranges = sender.reinjection();
    long start = ranges.start(sender.sndUna());
    long available = ranges.end() - start;
    if (!ask(now, available, true, ranges.source())) {
      return false;
    }
    int length = give(round.chosen(), start, available);
    ranges.sentUntil(start + length);
    sender.reinjected(length);
    connection.count(Mib.REINJECTED);
    connection.count(Mib.REINJECTED_BYTES, length);
    return true;
  }

  private boolean distribute(long now) {
    if (!ask(now, sender.sendable(), false, -1)) {
      return false;
    }
    opening = round.chosen().get(0);
    int length = give(round.chosen(), sender.sndNxt(), sender.sendable());
    sender.sent(length, now);
    return true;
  }

  /**
   * Asks the scheduler. An implementation "MUST NOT use the RCV.WND field of a TCP segment at the
   * connection level if it does not also carry a DSS option with a Data ACK" (RFC 8684, section
   * 3.3.2): before the first one nobody knows what the peer takes out of order, Linux takes
   * nothing, and all goes by the subflow that the first data went by.
   *
   * @param except id of the subflow that is not to be chosen, or -1
   */
  private boolean ask(long now, long available, boolean reinjection, int except) {
    round.begin(now, available, sender.windowLeft(), reinjection);
    List<TcpSubflow> subflows = connection.subflowSet().all();
    boolean inOrder = !reinjection && !sender.windowTold() && opening != null && opening.usable();
    for (int i = 0; i < subflows.size(); i++) {
      TcpSubflow subflow = subflows.get(i);
      if (subflow.usable() && subflow.id() != except && (!inOrder || subflow == opening)) {
        round.candidate(subflow);
      }
    }
    if (!round.worthAsking()) {
      return false;
    }
    scheduler.schedule(round);
    return !round.chosen().isEmpty();
  }

  private int give(List<TcpSubflow> chosen, long position, long available) {
    int length = Integer.MAX_VALUE;
    for (int i = 0; i < chosen.size(); i++) {
      TcpSubflow subflow = chosen.get(i);
      length = Math.min(length, Math.max(1, subflow.quota(available)));
    }
    int sum = connection.negotiation().checksums() ? sender.queue().checksum(position, length) : -1;
    for (int i = 0; i < chosen.size(); i++) {
      chosen.get(i).send(sender.queue(), position, length, chunk(position, length, sum));
    }
    return length;
  }

  private MappedChunk chunk(long position, int length, int sum) {
    MappedChunk chunk = chunks.take(position, sum);
    chunk.moreFollows(position + length < sender.queue().tail());
    return chunk;
  }

  /**
   * The peer's window is closed and nothing is on its way that would open it: one byte goes to TCP,
   * whose zero-window probe then asks (RFC 9293, section 3.8.6.1).
   */
  private void probe(long now) {
    if (!sender.windowBlocked() || sender.outstanding()) {
      return;
    }
    List<TcpSubflow> subflows = connection.subflowSet().all();
    for (int i = 0; i < subflows.size(); i++) {
      TcpSubflow subflow = subflows.get(i);
      if (subflow.usable() && subflow.tcp().unackedBytes() == 0) {
        give(round.only(subflow), sender.sndNxt(), 1);
        sender.sent(1, now);
        connection.count(Mib.WINDOW_PROBE);
        return;
      }
    }
  }

  // retransmission at the data level

  /** When {@link #onDeadline} is due. */
  long deadline() {
    boolean plain = connection.negotiation().isPlain();
    return plain ? Long.MAX_VALUE : timer.deadline(connection.subflowSet().dataTimeoutNanos());
  }

  void onDeadline(long now) {
    if (deadline() > now) {
      return;
    }
    if (timer.exhausted(now) && connection.subflowSet().allAcknowledged()) {
      // "A connection is not closed unless there has been a Data FIN exchange, ... or an
      // implementation-specific, connection-level send timeout" (RFC 8684, section 3.3): here
      // subflows deliver, and nothing of it comes to the peer's stream
      connection.ending().abort(CloseReason.of(Kind.TIMED_OUT, "no DATA_ACK came"), now);
      return;
    }
    timer.restart(now);
    boolean finAlone = sender.sndUna() >= sender.sndNxt();
    // where the head is not ACKed at subflow level that subflow's TCP sends it again by itself
    TcpSubflow holder = finAlone ? null : connection.subflowSet().delivering(sender.sndUna());
    if (holder != null && !connection.subflowSet().anotherRelieves(holder)) {
      return;
    }
    connection.count(Mib.DATA_RETRANSMISSIONS);
    timer.backOff();
    if (finAlone) {
      connection.ending().requestFin();
    } else {
      timer.retry(holder == null ? Reinjection.ANY : holder.id());
    }
  }

  /** A DATA_ACK came for something new. */
  void progress() {
    timer.progress();
  }

  /** A subflow's timer fired: others take what it could not deliver, once per stall. */
  void onSubflowTimeout(TcpSubflow subflow) {
    if (!subflow.relieved()
        && connection.negotiation().isMultipath()
        && connection.subflowSet().anotherRelieves(subflow)) {
      subflow.relieved(true);
      connection.count(Mib.SUBFLOW_STALE);
      subflow.sent().reinject(sender, subflow.id());
    }
  }

  /** A subflow delivers again. */
  void recovered(TcpSubflow subflow) {
    if (subflow.relieved()) {
      subflow.relieved(false);
      connection.count(Mib.SUBFLOW_RECOVER);
    }
  }
}
