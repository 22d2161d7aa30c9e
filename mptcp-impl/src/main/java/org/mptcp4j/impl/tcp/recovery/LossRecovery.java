package org.mptcp4j.impl.tcp.recovery;

import org.mptcp4j.impl.tcp.timing.RttEstimator;
import org.mptcp4j.spi.CongestionControl;

/**
 * The course of loss recovery: finds losses, tells congestion control, and says how much may leave.
 *
 * <p>Fast recovery by RACK (RFC 8985) where the peer sends SACK, else by duplicate ACKs (RFC 6582);
 * paced by {@link RateReduction}. After a time-out slow start sends again what is lost (RFC 5681),
 * behind {@link ForwardRecovery} (RFC 5682). Either is undone where {@link Hindsight} shows that
 * nothing was lost.
 */
public final class LossRecovery {
  private enum Phase {
    NONE,
    FAST,
    TIMEOUT
  }

  private static final long NEVER = Long.MAX_VALUE;

  private final RttEstimator rtt;
  private final CongestionControl congestion;
  private final boolean sack;
  private final Scoreboard board = new Scoreboard();
  private final Delivery delivery = new Delivery();
  private final SackReader sackReader = new SackReader();
  private final DuplicateAcks duplicates = new DuplicateAcks();
  private final RateReduction reduction = new RateReduction();
  private final Hindsight hindsight = new Hindsight();
  private final ForwardRecovery forward = new ForwardRecovery();
  private final TailLossProbe probe;
  private final Rack rack;
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
  private long fastRecoveries;
  private long deliveredBytes;
  private long duplicateSacks;
  private long undone;

  /**
   * @param sackPermitted whether both sides do SACK
   * @param segmentSize payload bytes of a full segment
   */
  public LossRecovery(
      RttEstimator rtt, CongestionControl congestion, boolean sackPermitted, int segmentSize) {
    this.rtt = rtt;
    this.congestion = congestion;
    this.sack = sackPermitted;
    this.mss = segmentSize;
    this.rack = new Rack(rtt);
    this.probe = new TailLossProbe(rtt);
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
    if (phase == Phase.FAST) {
      return reduction.allowance();
    }
    return Math.min(forward.limit(mss), congestion.congestionWindow() - inFlight());
  }

  /** Whether the last loss is repaired. */
  public boolean recovering() {
    return phase != Phase.NONE;
  }

  public long fastRecoveries() {
    return fastRecoveries;
  }

  /** Bytes acknowledged or sacked, each once, with the FIN. */
  public long deliveredBytes() {
    return deliveredBytes;
  }

  /** D-SACKs received. */
  public long duplicateSacks() {
    return duplicateSacks;
  }

  /** Recoveries that proved spurious. */
  public long undone() {
    return undone;
  }

  /** How far behind what was sent after it something arrived at the most, in bytes. */
  public long reorderingBytes() {
    return rack.reorderingBytes();
  }

  /** How long RACK waits for what is late. */
  public long reorderingWindow() {
    return rack.reorderingWindow();
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
    if (phase != Phase.NONE) {
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
    boolean mayGrow = phase != Phase.FAST;
    long inFlightBefore = inFlight();
    long flightSize = board.outstanding();
    delivery.begin(ack, rtt.minimum());
    long delivered = deliver(ack);
    deliveredBytes += delivered;
    long sample = takeSample(ack);
    if (ack.advances() && ack.ack >= roundEnd) {
      roundEnd = ack.sndNxt;
      congestion.onRoundTrip(ack.now);
    }
    boolean repairedByProbe = probe.onAck(ack, sackReader);
    if (ack.advances()) {
      advancedAt = ack.now;
      extra = 0;
    }
    undoIfSpurious(ack);
    if (phase != Phase.NONE && ack.ack >= recoveryPoint) {
      finish(ack);
    }
    long lostBefore = board.lostBytes();
    findLosses(ack);
    boolean newlyLost = board.lostBytes() > lostBefore;
    if (newlyLost) {
      reduce(ack.now, ack.ack, ack.sndNxt, flightSize, inFlightBefore);
    } else if (repairedByProbe && phase == Phase.NONE) {
      // RFC 8985, section 7.4.2: "invoke a congestion control response equivalent to a fast
      // recovery", which is over
      congestion.onCongestion(ack.now, Math.min(flightSize, congestion.congestionWindow()));
      congestion.onRecovered(ack.now);
    }
    if (phase == Phase.FAST) {
      reduction.onAck(delivered, inFlight(), mss, ack.advances() && !newlyLost);
      if (!sack && newlyLost) {
        // RFC 6582, section 3.2, step 3: "retransmit the first unacknowledged segment"
        reduction.allowAtLeast(mss);
      }
    } else if (mayGrow && growsWith(ack)) {
      congestion.onAck(ack.now, delivery.total(), sample, inFlightBefore, ack.applicationLimited);
    }
  }

  /**
   * RFC 3042, section 2: "The congestion window (cwnd) MUST NOT be changed" by what may be the sign
   * of a loss; where reordering is usual, it is none.
   */
  private boolean growsWith(Acknowledgment ack) {
    boolean inOrder = ack.advances() || rack.reorderingSeen();
    return inOrder && !forward.waits() && delivery.total() > 0;
  }

  /** The reordering window is over: what was waited for is lost. */
  public void onReorderingTimer(long now, long sndUna, long sndNxt) {
    reorderingDeadline = NEVER;
    long inFlightBefore = inFlight();
    long flightSize = board.outstanding();
    long lostBefore = board.lostBytes();
    detectByTime(now);
    if (board.lostBytes() > lostBefore) {
      reduce(now, sndUna, sndNxt, flightSize, inFlightBefore);
    }
    if (phase == Phase.FAST) {
      reduction.onAck(0, inFlight(), mss, false);
    }
  }

  /** The retransmission timer fired (RFC 6298, section 5.4 to 5.6). */
  public void onTimeout(long now, long sndUna, long sndNxt) {
    boolean fresh = phase == Phase.NONE;
    boolean again = phase == Phase.TIMEOUT && forward.undecided();
    long flightSize = Math.min(board.outstanding(), congestion.congestionWindow());
    markLostByTimeout(now);
    duplicates.clear();
    probe.clear();
    congestion.onTimeout(now, flightSize);
    forward.onTimeout(sndUna, !fresh && !again);
    if (fresh) {
      hindsight.begin(sndUna, sndNxt);
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
    reorderingDeadline = NEVER;
  }

  /** Whether a tail loss probe may be scheduled (RFC 8985, sections 7.2 and 7.3). */
  public boolean mayProbe() {
    return sack
        && phase == Phase.NONE
        && board.inFlight() > 0
        && board.sackedBytes() == 0
        && probe.allowed();
  }

  /** When a tail loss probe is due; {@link Long#MAX_VALUE} for never. */
  public long probeDeadline() {
    if (!mayProbe()) {
      return NEVER;
    }
    long sentAt = board.order().newest().sentAt;
    return probe.deadline(sentAt, advancedAt, board.outstanding() <= mss);
  }

  /** A probe is due: a segment of new data may leave beyond the window (section 7.3). */
  public void allowProbe() {
    extra = mss;
  }

  /** What a probe without new data sends again: the last segment; null for none. */
  public SentRange probeRange() {
    SentRange highest = board.last();
    if (highest != null) {
      board.splitAt(Math.max(highest.start, highest.end - mss));
    }
    return board.last();
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
    forward.clear();
    phase = Phase.NONE;
    reorderingDeadline = NEVER;
  }

  /** Returns the bytes that this ACK says arrived, each counted once. */
  private long deliver(Acknowledgment ack) {
    boolean duplicate = ack.duplicate && !board.isEmpty();
    if (ack.advances()) {
      board.acknowledge(ack.ack, delivery);
    }
    if (sack) {
      sackReader.read(ack, board, delivery);
      duplicateSacks += sackReader.duplicate() ? 1 : 0;
      if (sackReader.duplicate() && !probe.isCopy(sackReader.duplicateEnd())) {
        rack.onDuplicate(ack.ack, ack.sndNxt);
      }
      rack.onDelivered(delivery, ack.now);
      return delivery.total();
    }
    if (ack.advances()) {
      return duplicates.onAdvance(delivery.ackedBytes, mss);
    }
    return duplicate && phase != Phase.TIMEOUT
        ? duplicates.onDuplicate(mss, board.outstanding())
        : 0;
  }

  /** Returns the sample that the RTT got, 0 for none. */
  private long takeSample(Acknowledgment ack) {
    long sample;
    if (delivery.sample && !delivery.holeFilled) {
      sample = ack.now - delivery.sampleSentAt;
    } else if (ack.advances() && ack.echoAge != Acknowledgment.NO_ECHO) {
      sample = ack.echoAge;
    } else {
      return 0;
    }
    probe.onSample(sample);
    rtt.onSample(ack.now, sample, ack.ack, ack.sndNxt);
    return sample;
  }

  private void undoIfSpurious(Acknowledgment ack) {
    boolean spurious =
        sackReader.duplicate()
            && board.lostBytes() == 0
            && hindsight.allDuplicates(sackReader.duplicateStart(), sackReader.duplicateEnd());
    if (phase != Phase.NONE) {
      spurious |= ack.advances() && hindsight.originalArrived(ack);
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
    undone++;
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
    boolean entry = phase == Phase.NONE && duplicates.reachedThreshold() && ack.ack > recoveryPoint;
    if (partial || entry) {
      board.markHeadLost(mss);
    }
  }

  private void detectByTime(long now) {
    boolean impatient =
        phase != Phase.NONE || board.sackedBytes() > 2L * mss || board.sackedSegments() > 2;
    long wait = rack.detect(board, now, impatient);
    reorderingDeadline = wait > 0 ? now + wait : NEVER;
  }

  /** Losses were found: fast recovery begins, or what it sent again is lost. */
  private void reduce(long now, long sndUna, long sndNxt, long flightSize, long inFlightBefore) {
    boolean entry = phase == Phase.NONE;
    // RFC 5681, section 4.3: "the loss of a retransmission, should be taken as two indications of
    // congestion". Not that of the forced one with which recovery began: it came on top of what
    // fills
    // the queue.
    boolean twice = phase == Phase.FAST && rack.newestLostRetransmission() > reducedAt;
    if (!entry && !twice) {
      return;
    }
    congestion.onCongestion(now, Math.min(flightSize, congestion.congestionWindow()));
    reduction.begin(inFlightBefore, congestion.congestionWindow(), probe.outstanding());
    reducedAt = now;
    probe.clear();
    phase = Phase.FAST;
    last = phase;
    recoveryPoint = sndNxt;
    if (entry) {
      hindsight.begin(sndUna, sndNxt);
      fastRecoveries++;
    } else {
      hindsight.close();
    }
  }

  private void finish(Acknowledgment ack) {
    phase = Phase.NONE;
    forward.clear();
    // A D-SACK may be on its way
    hindsightEnd = ack.sndNxt;
    duplicates.clear();
    rack.onRecovered();
    congestion.onRecovered(ack.now);
  }
}
