package org.mptcp4j.impl.tcp.recovery;

import org.mptcp4j.impl.tcp.timing.RttEstimator;
import org.mptcp4j.spi.CongestionControl;

/**
 * The course of loss recovery: finds losses, tells congestion control, and says how much may leave.
 *
 * <p>Fast recovery by RACK (RFC 8985) where the peer sends SACK, else by duplicate ACKs (RFC 6582);
 * paced by {@link RateReduction}. After a time-out all is lost and slow start sends it again (RFC
 * 5681). Either is undone if a timestamp shows that the original had arrived (Eifel, RFC 3522).
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
  private final TailLossProbe probe = new TailLossProbe();
  private final Rack rack;
  private int mss;
  private Phase phase = Phase.NONE;
  private long recoveryPoint = -1;
  private long firstRetransmissionAt = NEVER;
  private boolean undoable;
  private long reorderingDeadline = NEVER;
  private long fastRecoveries;

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
    return phase == Phase.FAST ? reduction.allowance() : congestion.congestionWindow() - inFlight();
  }

  /** Whether the last loss is repaired. */
  public boolean recovering() {
    return phase != Phase.NONE;
  }

  public long fastRecoveries() {
    return fastRecoveries;
  }

  /** When {@link #onReorderingTimer} wants to be called; {@link Long#MAX_VALUE} for never. */
  public long reorderingDeadline() {
    return reorderingDeadline;
  }

  /** New data, or a FIN, was sent. */
  public void onSent(long start, long end, long now) {
    board.append(start, end, now);
    reduction.onSent(end - start);
  }

  /** The lowest range that must be sent again; null for none. */
  public SentRange nextLost() {
    return board.nextLost();
  }

  /** The first {@code length} bytes of {@code range} were sent again. */
  public void onRetransmitted(SentRange range, int length, long now) {
    board.retransmitted(range, length, now);
    reduction.onSent(length);
    firstRetransmissionAt = Math.min(firstRetransmissionAt, now);
  }

  /** An ACK arrived that is acceptable: sndUna, SACK blocks, duplicates, losses, congestion. */
  public void onAck(Acknowledgment ack) {
    boolean mayGrow = phase != Phase.FAST;
    long inFlightBefore = inFlight();
    long flightSize = board.outstanding();
    delivery.begin(ack, rtt.minimum());
    long delivered = deliver(ack);
    takeSample(ack);
    boolean repairedByProbe = probe.onAck(ack, sackReader);
    if (ack.advances()) {
      undoIfSpurious(ack);
    }
    if (phase != Phase.NONE && ack.ack >= recoveryPoint) {
      finish(ack.now);
    }
    long lostBefore = board.lostBytes();
    findLosses(ack);
    boolean newlyLost = board.lostBytes() > lostBefore;
    if (phase == Phase.NONE && (newlyLost || repairedByProbe)) {
      enterFast(ack.now, ack.sndNxt, flightSize, inFlightBefore);
    }
    if (phase == Phase.FAST) {
      reduction.onAck(delivered, inFlight(), mss, ack.advances() && !newlyLost);
      if (!sack && newlyLost) {
        // RFC 6582, section 3.2, step 3: "retransmit the first unacknowledged segment"
        reduction.allowAtLeast(mss);
      }
    } else if (mayGrow && delivery.total() > 0) {
      congestion.onAck(
          ack.now, delivery.total(), rtt.latest(), inFlightBefore, ack.applicationLimited);
    }
  }

  /** The reordering window is over: what was waited for is lost. */
  public void onReorderingTimer(long now, long sndNxt) {
    reorderingDeadline = NEVER;
    long inFlightBefore = inFlight();
    long flightSize = board.outstanding();
    detectByTime(now);
    if (phase == Phase.NONE && board.lostBytes() > 0) {
      enterFast(now, sndNxt, flightSize, inFlightBefore);
      reduction.onAck(0, inFlight(), mss, false);
    }
  }

  /** The retransmission timer fired (RFC 6298, section 5.4 to 5.6). */
  public void onTimeout(long now, long sndNxt) {
    boolean fresh = phase == Phase.NONE;
    long flightSize = Math.min(board.outstanding(), congestion.congestionWindow());
    SentRange first = board.first();
    // A sacked range at sndUna: the peer took back what it had sacked (RFC 2018, section 8)
    board.markAllLost(first != null && first.state == SentRange.State.SACKED);
    duplicates.clear();
    probe.clear();
    congestion.onTimeout(now, flightSize);
    undoable = fresh || (phase == Phase.TIMEOUT && undoable);
    if (fresh) {
      firstRetransmissionAt = NEVER;
    }
    phase = Phase.TIMEOUT;
    recoveryPoint = sndNxt;
    reorderingDeadline = NEVER;
  }

  /** What is in flight was too large for the path: it is sent again, and no sign of congestion. */
  public void onTooLarge() {
    board.markAllLost(false);
    probe.clear();
    reorderingDeadline = NEVER;
  }

  /** Whether a tail loss probe may be scheduled (RFC 8985, section 7.2). */
  public boolean mayProbe() {
    return sack
        && phase == Phase.NONE
        && board.inFlight() > 0
        && board.sackedBytes() == 0
        && !probe.outstanding();
  }

  /** PTO; nanoseconds. */
  public long probeTimeout() {
    return TailLossProbe.timeout(rtt, board.outstanding() <= mss);
  }

  /** What a probe without new data sends again: the last segment; null for none. */
  public SentRange probeRange() {
    SentRange last = board.last();
    if (last != null) {
      board.splitAt(Math.max(last.start, last.end - mss));
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
      if (sackReader.duplicate()) {
        rack.onDuplicate(ack.ack, ack.sndNxt);
      }
      rack.onDelivered(delivery, ack.now);
      return delivery.total();
    }
    if (ack.advances()) {
      return duplicates.onAdvance(delivery.ackedBytes, mss);
    }
    return ack.duplicate && phase != Phase.TIMEOUT
        ? duplicates.onDuplicate(mss, board.outstanding())
        : 0;
  }

  private void takeSample(Acknowledgment ack) {
    if (delivery.sample && !delivery.holeFilled) {
      rtt.onSample(ack.now - delivery.sampleSentAt, ack.ack, ack.sndNxt);
    } else if (ack.advances() && ack.echoAge != Acknowledgment.NO_ECHO) {
      rtt.onSample(ack.echoAge, ack.ack, ack.sndNxt);
    }
  }

  /** RFC 3522: the first ACK after a retransmission echoes the time of the original. */
  private void undoIfSpurious(Acknowledgment ack) {
    if (!undoable || phase == Phase.NONE || firstRetransmissionAt == NEVER) {
      return;
    }
    undoable = false;
    if (ack.echoTick() < Acknowledgment.tick(firstRetransmissionAt)) {
      board.unmarkLost();
      congestion.onSpurious(ack.now);
      rack.onDuplicate(ack.ack, ack.sndNxt);
      phase = Phase.NONE;
    }
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
    boolean impatient = phase != Phase.NONE || board.sackedBytes() > 2L * mss;
    long wait = rack.detect(board, now, impatient);
    reorderingDeadline = wait > 0 ? now + wait : NEVER;
  }

  private void enterFast(long now, long sndNxt, long flightSize, long inFlightBefore) {
    congestion.onCongestion(now, Math.min(flightSize, congestion.congestionWindow()));
    reduction.begin(inFlightBefore, congestion.congestionWindow());
    phase = Phase.FAST;
    recoveryPoint = sndNxt;
    firstRetransmissionAt = NEVER;
    undoable = true;
    fastRecoveries++;
  }

  private void finish(long now) {
    phase = Phase.NONE;
    undoable = false;
    duplicates.clear();
    rack.onRecovered();
    congestion.onRecovered(now);
  }
}
