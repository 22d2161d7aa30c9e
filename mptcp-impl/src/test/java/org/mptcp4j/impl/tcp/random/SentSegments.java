package org.mptcp4j.impl.tcp.random;

import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.impl.tcp.TcpState;
import org.mptcp4j.impl.tcp.TestHost;
import org.mptcp4j.impl.wire.ParseResult;
import org.mptcp4j.impl.wire.SegmentView;
import org.mptcp4j.impl.wire.SequenceNumbers;

/**
 * Checks every packet that a connection sends with the eyes of a correct peer: it must make sense,
 * must stay within the window that was offered, must not take back what was acknowledged or
 * offered, and may acknowledge only what came.
 */
final class SentSegments {
  private static final int NONE = -1;

  private final Watched end;
  private final SegmentView view = new SegmentView();
  private int iss;
  private int irs;
  private boolean synSent;
  private boolean synCame;
  private int localShift = NONE;
  private int remoteShift = NONE;
  private long highestSent;
  private long finAt = Long.MAX_VALUE;
  private long acked;
  private long localEdge;
  private long remoteEdge = 1;
  private long deliveredEnd;
  private int lastTsValue;
  private boolean timestamps;
  private boolean over;

  SentSegments(Watched end) {
    this.end = end;
    iss = end.parameters.iss();
  }

  /** Position behind all that ever came. */
  long deliveredEnd() {
    return deliveredEnd;
  }

  /** Position behind all that was ever sent. */
  long highestSent() {
    return highestSent;
  }

  /** The position that the last ACK had. */
  long acknowledged() {
    return acked;
  }

  long localEdge() {
    return localEdge;
  }

  /** A segment is about to be given to the connection. */
  void onDelivered(SegmentView segment) {
    if (segment.syn() && !synCame && opens(segment)) {
      synCame = true;
      irs = segment.sequence();
      remoteShift = segment.options().hasWindowScale() ? segment.options().windowScale() : NONE;
    }
    if (!synCame) {
      return;
    }
    long position = SequenceNumbers.unwrap(segment.sequence() - irs, end.connection.receiveNext());
    deliveredEnd = Math.max(deliveredEnd, position + segment.sequenceLength());
    if (segment.ack()) {
      long ack = SequenceNumbers.unwrap(segment.acknowledgment() - iss, highestSent);
      boolean scaled = !segment.syn() && localShift != NONE && remoteShift != NONE;
      long window = (long) segment.window() << (scaled ? Math.min(14, remoteShift) : 0);
      if (ack <= highestSent) {
        remoteEdge = Math.max(remoteEdge, ack + window);
      }
    } else if (segment.syn()) {
      remoteEdge = Math.max(remoteEdge, 1 + segment.window());
    }
  }

  private boolean opens(SegmentView segment) {
    if (segment.rst()) {
      return false;
    }
    return switch (end.connection.state()) {
      case CLOSED -> !segment.ack();
      case SYN_SENT -> !segment.ack() || segment.acknowledgment() - iss == 1;
      default -> false;
    };
  }

  /** A packet leaves. */
  void check(PacketBuffer packet) {
    require(view.parse(packet) == ParseResult.TCP, "a packet that no peer can read");
    long position = SequenceNumbers.unwrap(view.sequence() - iss, highestSent);
    if (view.rst()) {
      checkReset(position);
      return;
    }
    require(!over, "a segment after the end");
    require(view.syn() || view.ack(), "a segment without SYN and ACK");
    require(!(view.syn() && view.fin()), "SYN and FIN in one");
    checkSequence(position);
    checkText(position);
    checkOptions();
    checkAcknowledgment();
  }

  private void checkReset(long position) {
    boolean answersAck = !view.ack();
    require(view.payloadLength() == 0, "a RST with text");
    require(answersAck || position <= highestSent, "a RST beyond all");
    over |= end.connection.state() == TcpState.CLOSED;
  }

  private void checkSequence(long position) {
    long una = end.connection.sendUnacknowledged();
    if (view.syn()) {
      require(position == 0, "a SYN elsewhere");
      require(!end.isEstablished(), "a SYN after the handshake");
      synSent = true;
      localShift = view.options().hasWindowScale() ? view.options().windowScale() : NONE;
    } else {
      require(synSent, "something before the SYN");
      require(position >= Math.max(0, una - 1), "a sequence number before SND.UNA");
    }
    long finish = position + view.sequenceLength();
    require(position <= highestSent, "a gap");
    // One byte beyond the window is a probe (RFC 9293, section 3.8.6.1); so is a FIN
    long text = position + view.payloadLength();
    require(text <= Math.max(highestSent, remoteEdge + 1), "text beyond the window");
    if (view.fin()) {
      require(finAt == Long.MAX_VALUE || finAt == finish - 1, "a second FIN");
      finAt = finish - 1;
    }
    require(view.payloadLength() == 0 || text <= finAt, "text behind the FIN");
    highestSent = Math.max(highestSent, finish);
  }

  private void checkText(long position) {
    int length = view.payloadLength();
    int headers = view.payloadOffset();
    require(length == 0 || headers + length <= 40 + end.parameters.mss(), "larger than the MSS");
    for (int i = 0; i < length; i++) {
      byte there = view.packet().bytes().get(view.payloadOffset() + i);
      if (there != TestHost.pattern(position + i)) {
        require(false, "wrong text");
      }
    }
  }

  private void checkOptions() {
    if (view.syn()) {
      return;
    }
    if (view.options().hasTimestamps()) {
      int value = view.options().tsValue();
      require(!timestamps || value - lastTsValue >= 0, "timestamps that go back");
      timestamps = true;
      lastTsValue = value;
    } else {
      require(!timestamps, "a segment without timestamps");
    }
    for (int i = 0; i < view.options().sackBlockCount(); i++) {
      long rcvNxt = end.connection.receiveNext();
      long left = SequenceNumbers.unwrap(view.options().sackLeft(i) - irs, rcvNxt);
      long right = SequenceNumbers.unwrap(view.options().sackRight(i) - irs, rcvNxt);
      require(left < right && right <= deliveredEnd, "SACK of what did not come");
      // the first block may report a duplicate (RFC 2883)
      require(i == 0 || left > rcvNxt, "SACK of what is acknowledged");
    }
  }

  private void checkAcknowledgment() {
    if (!view.ack()) {
      return;
    }
    long ack = SequenceNumbers.unwrap(view.acknowledgment() - irs, end.connection.receiveNext());
    require(ack == end.connection.receiveNext(), "an ACK that is not of RCV.NXT");
    require(ack <= deliveredEnd, "an ACK of what did not come");
    require(ack >= acked, "an ACK that goes back");
    acked = ack;
    boolean scaled = !view.syn() && localShift != NONE && remoteShift != NONE;
    int shift = scaled ? localShift : 0;
    long edge = ack + ((long) view.window() << shift);
    // RFC 7323, section 2.4: the scale may make it retract by less than its unit; the field of a
    // SYN,
    // which may come again, can't say more than 64 KiB
    if (!end.sawRemoteFin() && !view.syn()) {
      require(edge + (1L << Math.max(0, localShift)) > localEdge, "a window that shrinks");
    }
    localEdge = Math.max(localEdge, edge);
  }

  private void require(boolean condition, String what) {
    if (!condition) {
      end.require(
          false,
          "%s: flags %x seq %d length %d, window to %d, announced to %d"
              .formatted(
                  what,
                  view.flags(),
                  view.sequence() - iss,
                  view.payloadLength(),
                  remoteEdge,
                  localEdge));
    }
  }
}
