package org.mptcp4j.impl.tcp;

import java.util.Objects;
import org.mptcp4j.TcpOptions;
import org.mptcp4j.impl.buffer.MemoryBudget;
import org.mptcp4j.impl.tcp.recovery.SentRangePool;
import org.mptcp4j.impl.wire.FlowKey;
import org.mptcp4j.spi.CongestionControlProvider;

/**
 * What one connection is built from. Setters return {@code this}; what is not set has the value
 * that its Javadoc names. Times are nanoseconds.
 */
public final class TcpParameters {
  private static final long SECOND = 1_000_000_000L;

  private final FlowKey key;
  private final int iss;
  private final int mss;
  private final CongestionControlProvider congestionControl;
  private int maxSegmentBytes;
  private int receiveBufferBytes = 4 << 20;
  private long connectTimeoutNanos = 180 * SECOND;
  private long userTimeoutNanos = 120 * SECOND;
  private long timeWaitNanos = 60 * SECOND;
  private long initialRtoNanos = SECOND;
  private int timestampOffset;
  private TcpOptions tcp = TcpOptions.defaults();
  private MemoryBudget memory;
  private SentRangePool ranges;
  private OutgoingSegment segment;

  /**
   * @param key the flow, this side as the local one
   * @param iss initial send sequence number, random (RFC 6528)
   * @param mss the MSS option to send: MTU less IP and TCP header, without options (RFC 6691), 64
   *     to 65,495
   * @param congestionControl makes the congestion control
   */
  public TcpParameters(FlowKey key, int iss, int mss, CongestionControlProvider congestionControl) {
    this.key = Objects.requireNonNull(key, "key");
    this.congestionControl = Objects.requireNonNull(congestionControl, "congestionControl");
    if (mss < 64 || mss > 65_495) {
      throw new IllegalArgumentException("mss " + mss);
    }
    this.iss = iss;
    this.mss = mss;
    this.maxSegmentBytes = mss;
  }

  public FlowKey key() {
    return key;
  }

  public int iss() {
    return iss;
  }

  public int mss() {
    return mss;
  }

  public CongestionControlProvider congestionControl() {
    return congestionControl;
  }

  /** The largest payload of a segment handed to the egress; the mss, so no super-segments. */
  public int maxSegmentBytes() {
    return maxSegmentBytes;
  }

  public TcpParameters maxSegmentBytes(int bytes) {
    if (bytes < 64 || bytes > 65_495) {
      throw new IllegalArgumentException("maxSegmentBytes " + bytes);
    }
    maxSegmentBytes = bytes;
    return this;
  }

  /** The largest window that will ever be announced, for the window scale; 4 MiB. */
  public int receiveBufferBytes() {
    return receiveBufferBytes;
  }

  public TcpParameters receiveBufferBytes(int bytes) {
    receiveBufferBytes = bytes;
    return this;
  }

  /**
   * Until the handshake must be complete; 180 s: "R2 for a SYN segment MUST be set large enough to
   * provide retransmission of the segment for at least 3 minutes" (RFC 9293, section 3.8.3). A
   * passive OPEN waits no longer than a minute.
   */
  public long connectTimeoutNanos() {
    return connectTimeoutNanos;
  }

  public TcpParameters connectTimeoutNanos(long nanos) {
    connectTimeoutNanos = nanos;
    return this;
  }

  /** How long data may stay unacknowledged (RFC 5482); 120 s. */
  public long userTimeoutNanos() {
    return userTimeoutNanos;
  }

  public TcpParameters userTimeoutNanos(long nanos) {
    userTimeoutNanos = nanos;
    return this;
  }

  /** 2 MSL; 60 s. */
  public long timeWaitNanos() {
    return timeWaitNanos;
  }

  public TcpParameters timeWaitNanos(long nanos) {
    timeWaitNanos = nanos;
    return this;
  }

  /** RTO before the first sample (RFC 6298, section 2.1); 1 s. */
  public long initialRtoNanos() {
    return initialRtoNanos;
  }

  public TcpParameters initialRtoNanos(long nanos) {
    initialRtoNanos = nanos;
    return this;
  }

  /** Added to the millisecond clock of the timestamps option (RFC 7323, section 5.4); 0. */
  public int timestampOffset() {
    return timestampOffset;
  }

  public TcpParameters timestampOffset(int offset) {
    timestampOffset = offset;
    return this;
  }

  /** What users choose; {@link TcpOptions#defaults()}. */
  public TcpOptions tcp() {
    return tcp;
  }

  public TcpParameters tcp(TcpOptions options) {
    tcp = Objects.requireNonNull(options, "options");
    return this;
  }

  /** What is held is counted there, and small payloads are copied; without limit, not copied. */
  public MemoryBudget memory() {
    if (memory == null) {
      memory = MemoryBudget.unlimited(null);
    }
    return memory;
  }

  public TcpParameters memory(MemoryBudget value) {
    memory = Objects.requireNonNull(value, "value");
    return this;
  }

  /** Where the notes of what was sent come from; a pool for this connection alone. */
  public SentRangePool ranges() {
    return ranges == null ? new SentRangePool() : ranges;
  }

  public TcpParameters ranges(SentRangePool value) {
    ranges = Objects.requireNonNull(value, "value");
    return this;
  }

  /** What segments are formed in, for all connections of a thread; one of its own. */
  public OutgoingSegment segment() {
    return segment == null ? new OutgoingSegment() : segment;
  }

  public TcpParameters segment(OutgoingSegment shared) {
    segment = shared;
    return this;
  }
}
