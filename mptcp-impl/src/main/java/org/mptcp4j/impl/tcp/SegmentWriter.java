package org.mptcp4j.impl.tcp;

import java.nio.ByteBuffer;
import org.mptcp4j.impl.tcp.path.Ecn;
import org.mptcp4j.impl.wire.option.OptionWriter;

/**
 * Forms segments: options are decided first, since they take from the payload (RFC 6691), and
 * written then. Options lie on 32-bit boundaries, filled with NOPs (RFC 7323, appendix A).
 */
final class SegmentWriter {
  /** The timestamps option with two NOPs. */
  static final int TIMESTAMPS_BYTES = 12;

  /** Those NOPs. */
  private static final int TIMESTAMPS_PADDING = 2;

  private static final int MOST_AHEAD = 65_535;

  private final ControlBlock block;
  private final OutgoingSegment segment;
  private int extensionBytes;
  private boolean aligned;
  private int userTimeoutBytes;
  private int sackBlocks;

  SegmentWriter(ControlBlock block) {
    this.block = block;
    segment = block.parameters.segment();
  }

  /**
   * Begins a segment and decides its options.
   *
   * @return payload bytes of one packet
   */
  int begin(int flags, long position, SendChunk chunk, boolean again) {
    segment.begin(block.parameters.key(), flags, position, block.iss + (int) position);
    segment.carry(chunk, again);
    segment.fragmentable(block.pathMtu.fragments());
    int room = OutgoingSegment.MAX_OPTION_BYTES - ownOptionBytes();
    // the NOPs that align the timestamps give way where the extension has no other room
    int spare = block.timestampsOn && !segment.syn() ? TIMESTAMPS_PADDING : 0;
    extensionBytes = block.extension.planOptions(segment, room + spare);
    aligned = extensionBytes <= room;
    extensionBytes = aligned ? extensionBytes & ~3 : Math.min(extensionBytes, room + spare);
    room = Math.max(0, room - extensionBytes);
    boolean told = block.userTimeout.isDue() && (flags & OutgoingSegment.RST) == 0;
    userTimeoutBytes = told && room >= OptionWriter.USER_TIMEOUT_LENGTH ? 4 : 0;
    room -= userTimeoutBytes;
    sackBlocks = 0;
    boolean plain = (flags & (OutgoingSegment.SYN | OutgoingSegment.RST)) == 0;
    if (block.sackOn && plain && !block.sackBlocks.isEmpty(block.reassembly)) {
      sackBlocks = block.sackBlocks.choose(block.reassembly, OptionWriter.sackBlocksIn(room));
    }
    int sackBytes = sackBlocks == 0 ? 0 : 4 + 8 * sackBlocks;
    return block.mss - (OutgoingSegment.MAX_OPTION_BYTES - room) - sackBytes;
  }

  /** Sends what was begun, with {@code length} bytes of the stream. */
  void send(int flags, int length, int segmentSize, long now, OutgoingSegment.Sink sink) {
    segment.flags(flags);
    markCongestion(length);
    segment.size(length, segmentSize);
    if (length > 0) {
      block.stream.slices(segment.position(), length, segment.payload());
    }
    markUrgent();
    announce();
    writeOptions(now);
    block.segmentsSent++;
    if (segment.isRetransmission()) {
      block.segmentsRetransmitted += (length + segmentSize - 1) / segmentSize;
    }
    sink.send(segment);
    segment.carry(null, false);
  }

  /**
   * RFC 3168, section 6.1: new data is ECN-capable, and the first after a reduction of the window
   * says so; retransmissions and pure ACKs "MUST NOT" and "MUST be sent with the not-ECT
   * codepoint".
   */
  private void markCongestion(int length) {
    if (segment.syn() || segment.rst()) {
      return;
    }
    int marks = block.ecn.ackFlags();
    if (length > 0 && !segment.isRetransmission() && block.ecn.marksData()) {
      segment.ecn(Ecn.ECT_0);
      marks |= block.recovery.reductions().take() ? OutgoingSegment.CWR : 0;
    }
    segment.flags(segment.flags() | marks);
  }

  /** Sends a segment without payload. */
  void sendEmpty(int flags, long position, boolean again, long now, OutgoingSegment.Sink sink) {
    int segmentSize = begin(flags, position, null, again);
    send(flags, 0, segmentSize, now, sink);
  }

  /** A RST that answers a segment with a wrong ACK: its SEQ is that SEG.ACK. */
  void sendStrayReset(int sequence, OutgoingSegment.Sink sink) {
    segment.begin(block.parameters.key(), OutgoingSegment.RST, 0, sequence);
    segment.options().flip();
    block.segmentsSent++;
    sink.send(segment);
  }

  private int ownOptionBytes() {
    if (!segment.syn()) {
      return block.timestampsOn ? TIMESTAMPS_BYTES : 0;
    }
    int bytes = OptionWriter.MSS_LENGTH;
    bytes += offersScaling() ? 4 : 0;
    bytes += offersTimestamps() ? TIMESTAMPS_BYTES : offersSack() ? 4 : 0;
    return bytes;
  }

  /**
   * RFC 9293, section 3.8.5: "The urgent pointer MUST point to the sequence number of the octet
   * following the urgent data". Further away than the field reaches, it says as far as it can.
   */
  private void markUrgent() {
    long ahead = block.sndUp - segment.position();
    if (ahead > 0 && segment.ack() && !segment.syn() && !segment.rst()) {
      segment.urgent((int) Math.min(MOST_AHEAD, ahead));
    }
  }

  /** Fills in acknowledgment and window. */
  private void announce() {
    // Position 0 is the peer's SYN, which may not have come in yet.
    int field =
        segment.syn()
            ? block.receiveWindow.announceOnSyn(1, block.freeReceiveBuffer())
            : windowField();
    if (segment.ack()) {
      segment.acknowledge(block.irs + (int) block.rcvNxt);
      block.lastAckSent = block.rcvNxt;
      block.delayedAck.onSent(segment.length() > 0);
    }
    segment.window(field);
  }

  /** The window field of a segment that leaves now. */
  int windowField() {
    long least = Math.min(block.parameters.mss(), block.halfOfSmallestBuffer());
    boolean shared = block.user.sharesReceiveWindow();
    return block.receiveWindow.announce(block.rcvNxt, block.freeReceiveBuffer(), least, shared);
  }

  private void writeOptions(long now) {
    ByteBuffer target = segment.options();
    if (segment.syn()) {
      writeSynOptions(target, now);
    } else if (block.timestampsOn) {
      for (int i = 0; aligned && i < TIMESTAMPS_PADDING; i++) {
        OptionWriter.nop(target);
      }
      OptionWriter.timestamps(target, block.timestamps.value(now), block.timestamps.recent());
    }
    if (extensionBytes > 0) {
      block.extension.writeOptions(segment, target);
    }
    if (userTimeoutBytes > 0) {
      writeUserTimeout(target);
    }
    if (sackBlocks > 0) {
      writeSack(target);
    }
    OptionWriter.pad(target, 0);
    target.flip();
  }

  private void writeSynOptions(ByteBuffer target, long now) {
    OptionWriter.mss(target, block.parameters.mss());
    if (offersSack()) {
      OptionWriter.sackPermitted(target);
    }
    if (offersTimestamps()) {
      if (!offersSack()) {
        OptionWriter.nop(target);
        OptionWriter.nop(target);
      }
      OptionWriter.timestamps(target, block.timestamps.value(now), block.timestamps.recent());
    }
    OptionWriter.pad(target, 0);
    if (offersScaling()) {
      OptionWriter.nop(target);
      OptionWriter.windowScale(target, block.receiveWindow.offeredShift());
    }
  }

  private void writeUserTimeout(ByteBuffer target) {
    OptionWriter.userTimeout(target, block.userTimeout.seconds());
    if (!segment.syn()) {
      block.userTimeout.onSent();
    }
  }

  private void writeSack(ByteBuffer target) {
    OptionWriter.nop(target);
    OptionWriter.nop(target);
    OptionWriter.sackHeader(target, sackBlocks);
    for (int i = 0; i < sackBlocks; i++) {
      OptionWriter.sackBlock(
          target,
          block.irs + (int) block.sackBlocks.left(i),
          block.irs + (int) block.sackBlocks.right(i));
    }
  }

  /** A SYN offers what is enabled, a SYN+ACK what both sides have. */
  private boolean offersTimestamps() {
    return segment.ack() ? block.timestampsOn : block.parameters.tcp().timestamps();
  }

  private boolean offersSack() {
    return segment.ack() ? block.sackOn : block.parameters.tcp().sack();
  }

  private boolean offersScaling() {
    return segment.ack() ? block.scalingOn : block.parameters.tcp().windowScale();
  }
}
