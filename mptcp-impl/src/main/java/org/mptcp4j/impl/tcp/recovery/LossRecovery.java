package org.mptcp4j.impl.tcp.recovery;

import org.mptcp4j.impl.tcp.timing.RttEstimator;
import org.mptcp4j.spi.CongestionControl;

/**
 * The course of loss recovery: finds losses, tells congestion control, and says how much may leave.
 *
 * <p>Fast recovery by RACK (RFC 8985) where the peer sends SACK, else by duplicate ACKs (RFC 6582);
 * paced by {@link RateReduction}. After a time-out slow start sends again what is lost (RFC 5681),
 * behind {@link ForwardRecovery} (RFC 5682). Either is undone where {@link Hindsight} shows that
 * nothing was lost. An echoed congestion mark reduces the window like a loss (RFC 3168).
 */
public final class LossRecovery {
  private enum Phase {
    NONE,
    /** The peer echoed a congestion mark: nothing is lost, but the window shrinks. */
    MARKED,
    FAST,
    TIMEOUT
  }

  private static final long NEVER = Long.MAX_VALUE;

  /** Segments that shall follow a probe of the path's MTU, so that SACK shows its loss. */
  private static final int PROBE_FOLLOWERS = 4;

  private final RttEstimator rtt;
  private final CongestionControl congestion;
  private final boolean sack;
  private final Scoreboard board;
  private final Delivery delivery = new Delivery();
  private final SackReader sackReader = new SackReader();
  private final DuplicateAcks duplicates = new DuplicateAcks();
  private final RateReduction reduction = new RateReduction();
  private final PathProbe pathProbe = new PathProbe();
  private final Reductions reductions = new Reductions();
  private final Hindsight hindsight = new Hindsight();
  private final ForwardRecovery forward = new ForwardRecovery();
  private final TailLossProbe probe;
  private final Rack rack;
  private final RecoveryCounters counters;
  private final ByteCounting counting;
  private int mss;
  private Phase phase = Phase.NONE;
  private Phase last = Phase.NONE;
  private long recoveryPoint = -1;
  private long roundEnd;
  private long hindsightEnd;
  private long reducedAt;
  private long advancedAt;
  private long extra;
  private long reorderingDeadline = NEVER;

  /**
   * @param sack whether both sides do SACK
   * @param paced whether segments leave at a rate
   * @param mss payload bytes of a full segment
   * @param ranges where the notes of what was sent come from
   */
  public LossRecovery(
      RttEstimator rtt,
      CongestionControl congestion,
      boolean sack,
      boolean paced,
      int mss,
      SentRangePool ranges) {
    this.board = new Scoreboard(ranges);
    this.rtt = rtt;
    this.congestion = congestion;
    this.sack = sack;
    this.mss = mss;
    this.rack = new Rack(rtt);
    this.counters = new RecoveryCounters(rack);
    this.probe = new TailLossProbe(rtt);
    this.counting = new ByteCounting(sack, paced);
  }

  /** Payload bytes of a full segment changed. */
  public void segmentSize(int bytes) {
    mss = bytes;
  }

  /** What was sent and is not acknowledged. */
  public Scoreboard scoreboard() {
    return board;
  }

  public CongestionControl congestion() {
    return congestion;
  }

  /** Bytes in flight: pipe of RFC 6675. */
  public long inFlight() {
    return Math.max(0, board.inFlight() - duplicates.credit());
  }

  /** Bytes that congestion control lets out now, retransmissions first; may be negative. */
  public long allowance() {
    return Math.max(extra, regularAllowance());
  }

  /** Bytes of new data that may leave now, behind all retransmissions; may be negative. */
  public long newDataAllowance() {
    return allowance() - (forward.holdsBack() ? 0 : board.lostBytes());
  }

  private long regularAllowance() {
    if (reducing()) {
      return reduction.allowance();
    }
    // A window of less than a segment lets none out, and so never grows
    long window = Math.max(mss, congestion.congestionWindow());
    return Math.min(forward.limit(mss), window - inFlight());
  }

  /** Whether the last loss is repaired. */
  public boolean recovering() {
    return phase == Phase.FAST || phase == Phase.TIMEOUT;
  }

  /** The window shrinks by and by, as {@link RateReduction} has it. */
  private boolean reducing() {
    return phase == Phase.FAST || phase == Phase.MARKED;
  }

  /** What reduced the congestion window. */
  public Reductions reductions() {
    return reductions;
  }

  /** What happened so far: a live view. */
  public RecoveryCounters counters() {
    return counters;
  }

  /** When {@link #onReorderingTimer} wants to be called; {@link Long#MAX_VALUE} for never. */
  public long reorderingDeadline() {
    return reorderingDeadline;
  }

  /** New data, or a FIN, was sent. */
  public void onSent(long start, long end, long now) {
    board.append(start, end, now);
    reduction.onSent(end - start);
    forward.onSent(end - start);
    extra = 0;
  }

  /** The lowest range that must be sent again now; null for none. */
  public SentRange nextLost() {
    return forward.holdsBack() ? null : board.nextLost();
  }

  /** The first {@code length} bytes of {@code range} were sent again. */
  public void onRetransmitted(SentRange range, int length, long now) {
    board.retransmitted(range, length, now);
    reduction.onSent(length);
    extra = 0;
    if (recovering()) {
      hindsight.onRetransmitted(length, now);
      forward.onRetransmitted(range.start, length);
    }
  }

  /** Everything left that may leave now; returns whether more may be sent again instead. */
  public boolean onFlushed() {
    extra = 0;
    return forward.endWithoutNewData();
  }

  /** An ACK arrived that is acceptable: sndUna, SACK blocks, duplicates, losses, congestion. */
  public void onAck(Acknowledgment ack) {
    // RFC 3168, section 6.1.2: "SHOULD NOT increase the congestion window in response to the
    // receipt of an ECN-Echo ACK packet"
    boolean mayGrow = !reducing() && !ack.echo;
    long inFlightBefore = inFlight();
    long flightSize = board.outstanding();
    delivery.begin(ack, rtt.minimum());
    long delivered = deliver(ack);
    counters.deliveredBytes += delivered;
    long sample = takeSample(ack);
    if (ack.advances() && ack.ack >= roundEnd) {
      roundEnd = ack.sndNxt;
      congestion.onRoundTrip(ack.now);
    }
    boolean repairedByProbe = probe.onAck(ack, sackReader);
    if (ack.advances()) {
      advancedAt = ack.now;
      pathProbe.onAcknowledged(ack.ack);
      extra = 0;
    }
    undoIfSpurious(ack);
    if (phase != Phase.NONE && ack.ack >= recoveryPoint) {
      finish(ack);
    }
    long lostBefore = board.lostBytes();
    findLosses(ack);
    boolean newlyLost = congestionLoss(lostBefore, ack.sndNxt);
    if (newlyLost) {
      reduce(ack.now, ack.ack, ack.sndNxt, flightSize, inFlightBefore);
    } else if (repairedByProbe && phase == Phase.NONE) {
      // RFC 8985, section 7.4.2: "invoke a congestion control response equivalent to a fast
      // recovery", which is over
      congestion.onCongestion(ack.now, Math.min(flightSize, congestion.congestionWindow()));
      congestion.onRecovered(ack.now);
      reductions.onReduced();
    } else if (phase == Phase.NONE && ack.echo && ack.ack > recoveryPoint) {
      onMark(ack, flightSize, inFlightBefore);
    }
    if (reducing()) {
      reduction.onAck(delivered, inFlight(), mss, ack.advances() && !newlyLost);
      if (!sack && newlyLost) {
        // RFC 6582, section 3.2, step 3: "retransmit the first unacknowledged segment"
        reduction.allowAtLeast(mss);
      }
    } else if (mayGrow && growsWith(ack)) {
      long counted = counting.counted(delivery.total(), phase == Phase.TIMEOUT, congestion, mss);
      congestion.onAck(ack.now, counted, sample, inFlightBefore, ack.applicationLimited);
    }
  }

  /**
   * RFC 3042, section 2: "The congestion window (cwnd) MUST NOT be changed" by what may be the sign
   * of a loss; where reordering is usual, it is none.
   */
  private boolean growsWith(Acknowledgment ack) {
    return (ack.advances() || rack.reorderingSeen()) && !forward.waits() && delivery.total() > 0;
  }

  /** Whether more was found lost than a probe of the path's MTU. */
  private boolean congestionLoss(long lostBefore, long sndNxt) {
    long found = board.lostBytes() - lostBefore;
    if (found == 0 || found > pathProbe.onLosses(board)) {
      return found > 0;
    }
    // The duplicate ACKs that are still to come tell of the same loss
    duplicates.restart();
    recoveryPoint = sndNxt - 1;
    return false;
  }

  /** The peer echoed a mark of the last window of data. */
  private void onMark(Acknowledgment ack, long flightSize, long inFlightBefore) {
    long window = congestion.congestionWindow();
    if (window > mss) {
      congestion.onEcnEcho(ack.now, Math.min(flightSize, window));
    }
    reductions.onMark(window <= mss);
    reduction.begin(inFlightBefore, congestion.congestionWindow(), false);
    phase = Phase.MARKED;
    recoveryPoint = ack.sndNxt;
  }

  /** The reordering window is over: what was waited for is lost. */
  public void onReorderingTimer(long now, long sndUna, long sndNxt) {
    reorderingDeadline = NEVER;
    long inFlightBefore = inFlight();
    long flightSize = board.outstanding();
    long lostBefore = board.lostBytes();
    detectByTime(now);
    if (congestionLoss(lostBefore, sndNxt)) {
      reduce(now, sndUna, sndNxt, flightSize, inFlightBefore);
    }
    if (phase == Phase.FAST) {
      reduction.onAck(0, inFlight(), mss, false);
    }
  }

  /** The retransmission timer fired (RFC 6298, section 5.4 to 5.6). */
  public void onTimeout(long now, long sndUna, long sndNxt) {
    boolean fresh = !recovering();
    boolean again = phase == Phase.TIMEOUT && forward.undecided();
    long flightSize = Math.min(board.outstanding(), congestion.congestionWindow());
    markLostByTimeout(now);
    duplicates.clear();
    probe.clear();
    pathProbe.onAllLost();
    congestion.onTimeout(now, flightSize);
    reductions.onReduced();
    forward.onTimeout(sndUna, !fresh && !again);
    if (fresh) {
      hindsight.begin(sndUna, sndNxt, true);
    } else if (phase == Phase.FAST) {
      hindsight.close();
    }
    phase = Phase.TIMEOUT;
    last = phase;
    recoveryPoint = sndNxt;
    reorderingDeadline = NEVER;
    // RFC 6298, section 5.4: "Retransmit the earliest segment", whatever else is in flight
    extra = mss;
  }

  private void markLostByTimeout(long now) {
    SentRange first = board.first();
    // A sacked range at sndUna: the peer took back what it had sacked (RFC 2018, section 8)
    boolean reneged = first != null && first.state == SentRange.State.SACKED;
    if (sack && !reneged) {
      rack.onTimeout(board, now);
    } else {
      board.markAllLost(reneged);
    }
  }

  /** What is in flight was too large for the path: it is sent again, and no sign of congestion. */
  public void onTooLarge() {
    board.markAllLost(false);
    probe.clear();
    pathProbe.clear();
    forward.clear();
    reorderingDeadline = NEVER;
  }

  /**
   * Whether the path's MTU may be probed: its loss must be found quickly, and without doubt whose
   * it is (RFC 4821, section 7.4).
   *
   * @param bytes of the probe
   */
  public boolean mayProbePath(int bytes) {
    return phase == Phase.NONE
        && board.sackedBytes() == 0
        && board.lostBytes() == 0
        && (board.isEmpty() || board.first().start > recoveryPoint)
        && congestion.congestionWindow() >= bytes + (long) PROBE_FOLLOWERS * mss;
  }

  /** The probe of the path's MTU: what was sent as such, and what became of it. */
  public PathProbe pathProbe() {
    return pathProbe;
  }

  /** Whether a tail loss probe may be scheduled (RFC 8985, sections 7.2 and 7.3). */
  public boolean mayProbe() {
    return sack
        && !recovering()
        && board.inFlight() > 0
        && board.sackedBytes() == 0
        && probe.allowed();
  }

  /** When a tail loss probe is due; {@link Long#MAX_VALUE} for never. */
  public long probeDeadline() {
    if (!mayProbe()) {
      return NEVER;
    }
    return probe.deadline(board.order().newest().sentAt, advancedAt, board.outstanding() <= mss);
  }

  /** A probe is due: a segment of new data may leave beyond the window (section 7.3). */
  public void allowProbe() {
    extra = mss;
  }

  /** What a probe without new data sends again: the last segment; null for none. */
  public SentRange probeRange() {
    return board.lastSegment(mss);
  }

  /** A probe was sent, with new data or again. */
  public void onProbeSent(long sndNxt, boolean retransmission) {
    probe.onSent(sndNxt, retransmission);
  }

  /** The connection is over: everything is forgotten. */
  public void clear() {
    board.clear();
    duplicates.clear();
    probe.clear();
    pathProbe.clear();
    forward.clear();
    phase = Phase.NONE;
    reorderingDeadline = NEVER;
  }

  /** Returns the bytes that this ACK says arrived, each counted once. */
  private long deliver(Acknowledgment ack) {
    if (ack.advances()) {
      board.acknowledge(ack.ack, delivery);
    }
    if (sack) {
      sackReader.read(ack, board, delivery);
      counters.duplicateSacks += sackReader.duplicate() ? 1 : 0;
      if (sackReader.duplicate() && !probe.isCopy(sackReader.duplicateEnd())) {
        rack.onDuplicate(ack.ack, ack.sndNxt);
      }
      rack.onDelivered(delivery, ack.now);
      return delivery.total();
    }
    if (ack.advances()) {
      return duplicates.onAdvance(delivery.ackedBytes, mss);
    }
    boolean counts = ack.duplicate && !board.isEmpty() && phase != Phase.TIMEOUT;
    return counts ? duplicates.onDuplicate(mss, board.outstanding()) : 0;
  }

  /** Returns the sample that the RTT got, 0 for none. */
  private long takeSample(Acknowledgment ack) {
    boolean timed = delivery.sample && !delivery.holeFilled;
    if (!timed && !(ack.advances() && ack.echoAge != Acknowledgment.NO_ECHO)) {
      return 0;
    }
    long sample = timed ? ack.now - delivery.sampleSentAt : ack.echoAge;
    probe.onSample(sample);
    rtt.onSample(ack.now, sample, ack.ack, ack.sndNxt);
    return sample;
  }

  private void undoIfSpurious(Acknowledgment ack) {
    boolean spurious =
        sackReader.duplicate()
            && board.lostBytes() == 0
            && hindsight.allDuplicates(sackReader.duplicateStart(), sackReader.duplicateEnd());
    if (recovering()) {
      spurious |= hindsight.originalArrived(ack) || hindsight.nothingWasLost(delivery, board);
      spurious |= phase == Phase.TIMEOUT && forward.onAck(ack, delivery, sack);
    } else if (ack.ack > hindsightEnd) {
      hindsight.close();
    }
    if (spurious && hindsight.isOpen()) {
      undo(ack);
    }
  }

  private void undo(Acknowledgment ack) {
    hindsight.close();
    forward.clear();
    board.unmarkLost();
    congestion.onSpurious(ack.now);
    counters.undone++;
    if (last == Phase.FAST) {
      rack.onReordering();
    }
    phase = Phase.NONE;
    // RFC 5682, section 3.1: "RecoveryPoint is set to SND.UNA, thus allowing fast recovery"
    recoveryPoint = ack.ack - 1;
  }

  private void findLosses(Acknowledgment ack) {
    if (sack) {
      detectByTime(ack.now);
      return;
    }
    boolean partial = phase == Phase.FAST && ack.advances();
    // RFC 6582, section 3.2, step 2: not again for what was sent before the last recovery ended
    boolean entry = !recovering() && duplicates.reachedThreshold() && ack.ack > recoveryPoint;
    if (partial || entry) {
      board.markHeadLost(pathProbe.isHead(board) ? pathProbe.bytes() : mss);
    }
  }

  private void detectByTime(long now) {
    boolean impatient =
        recovering() || board.sackedBytes() > 2L * mss || board.sackedSegments() > 2;
    long wait = rack.detect(board, now, impatient);
    reorderingDeadline = wait > 0 ? now + wait : NEVER;
  }

  /** Losses were found: fast recovery begins, or what it sent again is lost. */
  private void reduce(long now, long sndUna, long sndNxt, long flightSize, long inFlightBefore) {
    boolean entry = !recovering();
    // RFC 5681, section 4.3: a lost retransmission is a second indication of congestion. Not the
    // forced one with which recovery began: it came on top of what fills the queue.
    boolean twice = phase == Phase.FAST && rack.newestLostRetransmission() > reducedAt;
    if (!entry && !twice) {
      return;
    }
    // RFC 3168, section 6.1.2: "reduced only once in response to a series of dropped and/or CE
    // packets from a single window of data"
    boolean marked = phase == Phase.MARKED;
    if (!marked) {
      congestion.onCongestion(now, Math.min(flightSize, congestion.congestionWindow()));
      reduction.begin(inFlightBefore, congestion.congestionWindow(), probe.outstanding());
      reductions.onReduced();
    }
    reducedAt = now;
    phase = Phase.FAST;
    last = phase;
    recoveryPoint = sndNxt;
    counters.fastRecoveries += entry ? 1 : 0;
    if (entry && !marked) {
      hindsight.begin(sndUna, sndNxt, probe.outstanding());
    } else {
      hindsight.close();
    }
    probe.clear();
  }

  private void finish(Acknowledgment ack) {
    if (recovering()) {
      hindsightEnd = ack.sndNxt; // a D-SACK may be on its way
      rack.onRecovered();
    }
    phase = Phase.NONE;
    forward.clear();
    duplicates.clear();
    congestion.onRecovered(ack.now);
  }
}
