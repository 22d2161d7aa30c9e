package org.mptcp4j.impl.tcp;

import static org.mptcp4j.impl.tcp.OutgoingSegment.ACK;

import java.util.function.Predicate;
import org.mptcp4j.impl.tcp.flow.ChallengeLimit;
import org.mptcp4j.impl.tcp.timing.Scheduled;
import org.mptcp4j.impl.tcp.timing.Timestamps;
import org.mptcp4j.impl.wire.Flow;
import org.mptcp4j.impl.wire.FlowKey;
import org.mptcp4j.impl.wire.ReceivedOptions;
import org.mptcp4j.impl.wire.SegmentView;
import org.mptcp4j.impl.wire.option.OptionWriter;

/**
 * What is left of a connection in TIME-WAIT: it acknowledges what comes late, so that no later
 * connection takes it for its own (RFC 9293, sections 3.6.1 and 3.10.7.4). Whoever serves a
 * thousand connections a second has sixty thousand of these: some two hundred bytes have to do for
 * each.
 *
 * <p>Sequence numbers are those on the wire, offsets count from RCV.NXT.
 */
public final class TimeWait extends Scheduled implements Flow {
  /** What a segment calls for. */
  public enum Answer {
    NOTHING,
    ACK,
    /** An ACK of those that are limited (RFC 5961, section 7). */
    CHALLENGE,
    /** Such a one, beyond the limit: nothing is sent. */
    SUPPRESSED,
    /** No ACK, and the end of TIME-WAIT. */
    CLOSED
  }

  /** What an extension leaves behind. */
  public static final class Farewell {
    /** Plain TCP's. */
    static final Farewell NONE = new Farewell(new byte[0], segment -> false);

    private final byte[] options;
    private final Predicate<SegmentView> asked;

    /**
     * @param options of every ACK: a multiple of 4 bytes, at most 28; from now on owned by this
     * @param asked whether a segment wants an ACK that TCP has no reason for
     */
    public Farewell(byte[] options, Predicate<SegmentView> asked) {
      this.options = options;
      this.asked = asked;
    }
  }

  private final FlowKey key;
  private final int sndNxt;
  private final int rcvNxt;
  private final long edge;
  private final long largestSendWindow;
  private final boolean timestampsOn;
  private final boolean offersTimestamps;
  private final Timestamps timestamps;
  private final ChallengeLimit challenges;
  private final long lastsNanos;
  private long until;
  private int window;
  private Farewell farewell = Farewell.NONE;

  TimeWait(ControlBlock block, long now) {
    key = block.parameters.key();
    sndNxt = block.iss + (int) block.sndNxt;
    rcvNxt = block.irs + (int) block.rcvNxt;
    edge = Math.max(0, block.receiveWindow.edge() - block.rcvNxt);
    largestSendWindow = block.sendWindow.largest();
    timestampsOn = block.timestampsOn;
    offersTimestamps = block.parameters.tcp().timestamps();
    timestamps = block.timestamps;
    challenges = block.challenges;
    lastsNanos = block.parameters.timeWaitNanos();
    until = now + lastsNanos;
  }

  /** Takes over from the connection what its ACKs say besides. */
  void take(int windowField, Farewell lastWord) {
    window = windowField;
    farewell = lastWord;
  }

  @Override
  public FlowKey key() {
    return key;
  }

  /** When it ends: 2 MSL after the last FIN. */
  public long until() {
    return until;
  }

  /** The largest sequence number that the connection used, on the wire. */
  public int lastSequence() {
    return sndNxt - 1;
  }

  /** A segment of its flow arrived: checks it as section 3.10.7.4 says. */
  public Answer input(SegmentView segment, long now) {
    int seq = segment.sequence() - rcvNxt;
    if (segment.rst()) {
      return onReset(seq, now);
    }
    if (timestampsOn) {
      ReceivedOptions received = segment.options();
      if (!received.hasTimestamps() && !segment.syn()) {
        // RFC 7323, section 3.2: "a TCP SHOULD silently drop the segment"
        return Answer.NOTHING;
      }
      if (received.hasTimestamps() && timestamps.isOld(received.tsValue(), now)) {
        return unacceptable(segment, now);
      }
    }
    int end = seq + segment.sequenceLength();
    boolean acceptable = end == seq ? seq >= 0 && seq <= edge : end > 0 && seq < edge;
    if (!acceptable && seq != 0) {
      if (segment.fin() && end == 0) {
        // "a retransmission of the remote FIN. Acknowledge it, and restart the 2 MSL timeout"
        until = now + lastsNanos;
      }
      return unacceptable(segment, now);
    }
    if (segment.syn()) {
      // RFC 5961, section 4.2: "irrespective of the sequence number, TCP MUST send an ACK"
      return challenge(now);
    }
    if (segment.ack() && !acknowledgesOurs(segment)) {
      return challenge(now);
    }
    if (timestampsOn && segment.ack() && seq <= 0) {
      timestamps.update(segment.options().tsValue(), now);
    }
    // "If the RCV.WND is zero, no segments will be acceptable, but special allowance ..."
    return acceptable && !farewell.asked.test(segment) ? Answer.NOTHING : Answer.ACK;
  }

  /** RFC 5961, section 3.2: exact, within the window, or outside. */
  private Answer onReset(int seq, long now) {
    if (seq == 0) {
      return Answer.CLOSED;
    }
    return seq > 0 && seq < edge ? challenge(now) : Answer.NOTHING;
  }

  /** RFC 5961, section 5.2: "((SND.UNA - MAX.SND.WND) <= SEG.ACK <= SND.NXT)". */
  private boolean acknowledgesOurs(SegmentView segment) {
    int ahead = segment.acknowledgment() - sndNxt;
    return ahead <= 0 && ahead >= -largestSendWindow;
  }

  private Answer unacceptable(SegmentView segment, long now) {
    return segment.payloadLength() > 0 ? Answer.ACK : challenge(now);
  }

  private Answer challenge(long now) {
    return challenges.take(now) ? Answer.CHALLENGE : Answer.SUPPRESSED;
  }

  /** Whether {@code syn} may open a new connection in this one's place (RFC 6191, section 2). */
  public boolean mayGiveWayTo(SegmentView syn) {
    if (!syn.syn() || syn.ack() || syn.rst()) {
      return false;
    }
    // "greater than the last sequence number seen on the previous incarnation", that of the FIN
    boolean numbersGrow = syn.sequence() - rcvNxt >= 0;
    if (!offersTimestamps || !syn.options().hasTimestamps()) {
      return numbersGrow;
    }
    if (!timestampsOn) {
      // "If TCP Timestamps would be enabled for the new incarnation ..., honor the ... request"
      return true;
    }
    int newer = syn.options().tsValue() - timestamps.recent();
    return newer > 0 || (newer == 0 && numbersGrow);
  }

  /** Forms its ACK in {@code segment}. */
  public void acknowledge(OutgoingSegment segment, long now) {
    segment.begin(key, ACK, 0, sndNxt);
    segment.acknowledge(rcvNxt);
    segment.window(window);
    if (timestampsOn) {
      OptionWriter.nop(segment.options());
      OptionWriter.nop(segment.options());
      OptionWriter.timestamps(segment.options(), timestamps.value(now), timestamps.recent());
    }
    segment.options().put(farewell.options).flip();
  }
}
