package org.mptcp4j.impl.tcp;

import java.nio.ByteBuffer;
import org.mptcp4j.impl.buffer.PayloadSlices;
import org.mptcp4j.impl.wire.FlowKey;

/**
 * A segment on its way out: what the egress writes the IP and TCP headers from. One reused
 * instance, that of an engine, valid only during {@link Sink#send}.
 *
 * <p>The payload may be larger than {@link #segmentSize()}: a super-segment. Where the device does
 * not cut it, the egress does, each piece with a copy of the options; FIN and PSH go onto the last,
 * CWR onto the first.
 */
public final class OutgoingSegment {
  /** Takes the segments that TCP sends: writes headers and passes packets on. */
  @FunctionalInterface
  public interface Sink {
    /** Sends one segment; it is valid only during the call. */
    void send(OutgoingSegment segment);
  }

  /** Bits of the flags field (RFC 9293, section 3.1). */
  public static final int FIN = 0x01;

  public static final int SYN = 0x02;
  public static final int RST = 0x04;
  public static final int PSH = 0x08;
  public static final int ACK = 0x10;
  public static final int URG = 0x20;
  public static final int ECE = 0x40;
  public static final int CWR = 0x80;

  static final int MAX_OPTION_BYTES = 40;

  private final ByteBuffer options = ByteBuffer.allocate(MAX_OPTION_BYTES);
  private final PayloadSlices payload = new PayloadSlices();
  private FlowKey key;
  private int flags;
  private long position;
  private int wireSequence;
  private int wireAcknowledgment;
  private int window;
  private int urgentPointer;
  private int length;
  private int segmentSize;
  private int ecn;
  private SendChunk chunk;
  private boolean retransmission;
  private boolean fragmentable;

  /** The flow: its local side is the source. */
  public FlowKey key() {
    return key;
  }

  /** The bits {@link #FIN} to {@link #CWR}, or'ed. */
  public int flags() {
    return flags;
  }

  public boolean syn() {
    return (flags & SYN) != 0;
  }

  public boolean ack() {
    return (flags & ACK) != 0;
  }

  public boolean fin() {
    return (flags & FIN) != 0;
  }

  public boolean rst() {
    return (flags & RST) != 0;
  }

  /** Stream position of the first sequence number: 0 is the SYN, 1 the first byte of data. */
  public long position() {
    return position;
  }

  /** The sequence number field. */
  public int wireSequence() {
    return wireSequence;
  }

  /** The acknowledgment number field; 0 without ACK. */
  public int wireAcknowledgment() {
    return wireAcknowledgment;
  }

  /** The window field: 0 to 65,535, scaled already. */
  public int window() {
    return window;
  }

  /** The urgent pointer field, relative to the sequence number; 0 without {@link #URG}. */
  public int urgentPointer() {
    return urgentPointer;
  }

  /** Payload bytes; known when options are written, not yet when they are planned. */
  public int length() {
    return length;
  }

  /** The chunk that the payload is a part of; null without payload and where the user gave none. */
  public SendChunk chunk() {
    return chunk;
  }

  /** Whether its first byte was sent before. */
  public boolean isRetransmission() {
    return retransmission;
  }

  /** The options, padded to a multiple of 4, from position to limit: at most 40 bytes. */
  public ByteBuffer options() {
    return options;
  }

  /** The payload; empty where {@link #length()} is 0. */
  public PayloadSlices payload() {
    return payload;
  }

  /** Payload bytes of one packet: a larger payload is cut into pieces of this size. */
  public int segmentSize() {
    return segmentSize;
  }

  /** The ECN field of the IP header, 0 to 3 (RFC 3168, section 5). */
  public int ecn() {
    return ecn;
  }

  /** Whether routers may cut its packets: IPv4 without the DF bit. */
  public boolean isFragmentable() {
    return fragmentable;
  }

  OutgoingSegment begin(FlowKey flow, int flagBits, long streamPosition, int sequence) {
    key = flow;
    flags = flagBits;
    position = streamPosition;
    wireSequence = sequence;
    wireAcknowledgment = 0;
    window = 0;
    urgentPointer = 0;
    length = 0;
    segmentSize = 0;
    ecn = 0;
    chunk = null;
    retransmission = false;
    fragmentable = false;
    options.clear();
    payload.clear();
    return this;
  }

  void ecn(int codepoint) {
    ecn = codepoint;
  }

  void fragmentable(boolean value) {
    fragmentable = value;
  }

  void flags(int flagBits) {
    flags = flagBits;
  }

  void acknowledge(int acknowledgment) {
    wireAcknowledgment = acknowledgment;
  }

  void urgent(int pointer) {
    flags |= URG;
    urgentPointer = pointer;
  }

  void window(int field) {
    window = field;
  }

  void carry(SendChunk source, boolean again) {
    chunk = source;
    retransmission = again;
  }

  void size(int bytes, int bytesPerPacket) {
    length = bytes;
    segmentSize = bytesPerPacket;
  }
}
