package org.mptcp4j.conformance.mutation;

import java.util.List;

/** Faults in TCP. */
final class TcpFaults {
  static final List<Mutation> ALL =
      List.of(
          new Mutation(
              "ack-of-unsent-data-taken",
              "tcp/SegmentArrives.java",
              "if (ack > block.sndNxt || ack < block.sndUna - block.sendWindow.largest()) {",
              "if (false) {",
              "tcp/**"),
          new Mutation(
              "rst-anywhere-in-the-window-taken",
              "tcp/SegmentArrives.java",
              "    if (seq != block.rcvNxt) {\n      challenge(now);\n      return;\n    }\n",
              "",
              "tcp/**"),
          new Mutation(
              "syn-in-the-window-resets",
              "tcp/SegmentArrives.java",
              "    // RFC 5961, section 4.2: \"irrespective of the sequence number, TCP MUST send an ACK\"\n    challenge(now);",
              "    ending.close(CloseReason.of(CloseReason.Kind.RESET, \"SYN\"), now);",
              "tcp/**"),
          new Mutation(
              "no-challenge-ack",
              "tcp/SegmentArrives.java",
              "    if (sent) {\n      block.delayedAck.require();\n    }\n",
              "",
              "tcp/**"),
          new Mutation(
              "acks-are-acknowledged",
              "tcp/SegmentArrives.java",
              "    if (acceptable) {\n",
              "    if (acceptable) {\n      block.delayedAck.require();\n",
              "tcp/**"),
          new Mutation(
              "paws-missing",
              "tcp/SegmentArrives.java",
              "    if (!block.timestamps.isOld(options.tsValue(), now)) {\n      return false;\n    }",
              "    if (true) {\n      return false;\n    }",
              "tcp/**"),
          new Mutation(
              "fin-of-time-wait-not-acknowledged",
              "tcp/SegmentArrives.java",
              "    if (segment.payloadLength() > 0) {\n      block.delayedAck.require();\n    } else {\n      challenge(now);\n    }",
              "    if (segment.payloadLength() > 0) {\n      block.delayedAck.require();\n    }",
              "tcp/**"),
          new Mutation(
              "out-of-order-data-dropped",
              "tcp/Receiver.java",
              "    block.reassembly.insert(position, packet, offset, length);\n    block.sackBlocks.onOutOfOrder(position, block.reassembly);\n",
              "",
              "tcp/**"),
          new Mutation(
              "no-immediate-ack-of-out-of-order-data",
              "tcp/Receiver.java",
              "  private void hold(long position, PacketBuffer packet, int offset, int length) {\n    block.delayedAck.require();\n",
              "  private void hold(long position, PacketBuffer packet, int offset, int length) {\n    block.delayedAck.onText(0, false, Long.MAX_VALUE, now);\n",
              "tcp/**"),
          new Mutation(
              "fin-not-counted", "tcp/Receiver.java", "    block.rcvNxt++;\n", "", "tcp/**"),
          new Mutation(
              "no-window-update",
              "tcp/Receiver.java",
              "if (block.delayedAck.isDue() || windowUpdateDue()) {",
              "if (block.delayedAck.isDue()) {",
              "tcp/**"),
          new Mutation(
              "mss-of-the-peer-ignored",
              "tcp/Handshake.java",
              "block.limitSegments(Math.min(parameters.mss(), peerMss));",
              "block.limitSegments(parameters.mss());",
              "tcp/**"),
          new Mutation(
              "default-mss-too-large",
              "tcp/Handshake.java",
              "DEFAULT_MSS_V4 = 536",
              "DEFAULT_MSS_V4 = 1460",
              "tcp/**"),
          new Mutation(
              "window-scale-of-the-peer-ignored",
              "tcp/Handshake.java",
              "      block.sendWindow.scale(options.windowScale());\n",
              "",
              "tcp/**"),
          new Mutation(
              "timestamps-without-the-peers-offer",
              "tcp/Handshake.java",
              "parameters.tcp().timestamps() && options.hasTimestamps()",
              "parameters.tcp().timestamps()",
              "tcp/**"),
          new Mutation(
              "rst-with-any-ack-refuses-a-syn",
              "tcp/Handshake.java",
              "    if (segment.ack() && !acceptable) {\n      return segment.rst();\n    }\n",
              "",
              "tcp/**"),
          new Mutation(
              "sack-blocks-off-by-one",
              "tcp/SegmentWriter.java",
              "block.irs + (int) block.sackBlocks.left(i)",
              "block.irs + (int) block.sackBlocks.left(i) + 1",
              "tcp/**"),
          new Mutation(
              "sack-without-permission",
              "tcp/Handshake.java",
              "parameters.tcp().sack() && options.sackPermitted()",
              "parameters.tcp().sack()",
              "tcp/**"),
          new Mutation(
              "no-d-sack",
              "tcp/flow/SackBlocks.java",
              "    duplicateEnd = end;\n",
              "    duplicateEnd = start;\n",
              "tcp/**"),
          new Mutation(
              "acks-only-after-a-delay",
              "tcp/flow/DelayedAck.java",
              "    due |= pending > full;\n    due |= pushed && !answering;\n",
              "",
              "tcp/**"),
          new Mutation(
              "rto-does-not-double",
              "tcp/timing/RttEstimator.java",
              "return Math.min(LARGEST_RTO, baseRto << backoff);",
              "return Math.min(LARGEST_RTO, baseRto);",
              "tcp/**"),
          new Mutation(
              "timestamps-not-echoed",
              "tcp/SegmentWriter.java",
              "OptionWriter.timestamps(target, block.timestamps.value(now), block.timestamps.recent());\n    }\n    if (extensionBytes > 0) {",
              "OptionWriter.timestamps(target, block.timestamps.value(now), 0);\n    }\n    if (extensionBytes > 0) {",
              "tcp/**"),
          new Mutation(
              "window-probes-missing",
              "tcp/SendTimers.java",
              "    } else if (!timers.armed(Timer.PERSIST)) {\n",
              "    } else if (false) {\n",
              "tcp/**"),
          new Mutation(
              "window-probes-do-not-back-off",
              "tcp/SendTimers.java",
              "block.rtt.rto() << persistBackoff",
              "block.rtt.rto()",
              "tcp/**"),
          new Mutation(
              "window-of-old-segments-taken",
              "tcp/flow/SendWindow.java",
              "    if (wl2 < acknowledgment || wl1 <= sequence) {",
              "    if (true) {",
              "tcp/**"),
          new Mutation(
              "window-of-a-syn-scaled",
              "tcp/flow/SendWindow.java",
              "    set(windowField, sequence, acknowledgment);\n  }\n\n  /**\n   * \"If",
              "    set(windowField << 2, sequence, acknowledgment);\n  }\n\n  /**\n   * \"If",
              "tcp/**"),
          new Mutation(
              "ack-of-the-handshake-not-checked",
              "tcp/SegmentArrives.java",
              "      if (ack <= block.sndUna || ack > block.sndNxt) {\n        resetStray",
              "      if (false) {\n        resetStray",
              "tcp/**"),
          new Mutation(
              "ack-of-long-ago-taken",
              "tcp/SegmentArrives.java",
              "    if (ack > block.sndNxt || ack < block.sndUna - block.sendWindow.largest()) {",
              "    if (ack > block.sndNxt) {",
              "tcp/**"),
          new Mutation(
              "timestamp-of-any-segment-remembered",
              "tcp/SegmentArrives.java",
              "    if (block.timestampsOn && seq <= block.lastAckSent) {",
              "    if (block.timestampsOn) {",
              "tcp/**"),
          new Mutation(
              "ecn-echo-ignored",
              "tcp/SegmentArrives.java",
              ".echoing(block.ecn.isEcho(segment.flags()))",
              ".echoing(false)",
              "tcp/**"),
          new Mutation(
              "marks-not-echoed",
              "tcp/path/Ecn.java",
              "    boolean marked = (trafficClass & CE) == CE;",
              "    boolean marked = false;",
              "tcp/**"),
          new Mutation(
              "marks-echoed-once-only",
              "tcp/path/Ecn.java",
              "    boolean before = echoing && !reduced;\n",
              "    boolean before = false;\n",
              "tcp/**"),
          new Mutation(
              "ecn-without-the-peers-consent",
              "tcp/path/Ecn.java",
              "    boolean grants = mode != TcpOptions.Ecn.OFF && askedThere && !declinedThere && !declinedHere;",
              "    boolean grants = mode != TcpOptions.Ecn.OFF && !declinedHere;",
              "tcp/**"),
          new Mutation(
              "reset-of-a-closed-port-acks-too-little",
              "stack/Replies.java",
              ".acknowledgment(segment.sequence() + segment.sequenceLength())",
              ".acknowledgment(segment.sequence() + segment.payloadLength())",
              "tcp/**"),
          new Mutation(
              "reset-of-a-closed-port-begins-at-0",
              "stack/Replies.java",
              "      writer.sequence(segment.acknowledgment()).acknowledgment(0).flags(TcpFlags.RST);",
              "      writer.sequence(0).acknowledgment(0).flags(TcpFlags.RST);",
              "tcp/**"),
          new Mutation(
              "reset-answered-by-a-reset",
              "stack/Replies.java",
              "    ByteBuffer packet = segment.rst() ? null : take();",
              "    ByteBuffer packet = take();",
              "tcp/**"),
          new Mutation(
              "checksum-not-verified",
              "wire/SegmentView.java",
              "    if (packet.checksum() != PacketBuffer.Checksum.TRUSTED\n        && !Checksums",
              "    if (false\n        && !Checksums",
              "tcp/**"),
          new Mutation(
              "no-fast-retransmit",
              "tcp/recovery/DuplicateAcks.java",
              "    return count >= DUP_THRESH;",
              "    return false;",
              "tcp/**"),
          new Mutation(
              "no-time-wait",
              "tcp/Ending.java",
              "    block.state = TcpState.TIME_WAIT;\n    release();\n    timeWait = new TimeWait(block, now);",
              "    block.state = TcpState.CLOSED;\n    release();",
              "tcp/**"),
          new Mutation(
              "initial-window-too-large",
              "congestion/Cubic.java",
              "    cwnd = initialWindow();",
              "    cwnd = 4 * initialWindow();",
              "tcp/**"),
          new Mutation(
              "window-kept-after-a-timeout",
              "congestion/Cubic.java",
              "    cwnd = 1;\n    afterTimeout",
              "    afterTimeout",
              "tcp/**"),
          new Mutation(
              "window-kept-after-a-loss",
              "congestion/Cubic.java",
              "    reduce();\n    cwnd = ssthresh;\n",
              "    reduce();\n",
              "tcp/**"),
          new Mutation(
              "window-kept-after-a-pause",
              "congestion/Cubic.java",
              "    cwnd = Math.min(cwnd, initialWindow());\n    inEpoch",
              "    inEpoch",
              "tcp/**"));

  private TcpFaults() {}
}
