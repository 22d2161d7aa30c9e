package org.mptcp4j;

import java.util.Objects;
import java.util.function.Consumer;

/**
 * How TCP behaves beneath a connection, on each of its subflows. Immutable; start from {@link
 * #defaults()} and derive.
 */
public final class TcpOptions {
  /** Explicit congestion notification (RFC 3168). */
  public enum Ecn {
    /** Neither asked for nor granted. */
    OFF,
    /** Granted to a peer that asks for it. */
    ACCEPT,
    /** Asked for by a client, granted by a server. */
    REQUEST
  }

  /**
   * Keep-alive (RFC 9293, section 3.8.4).
   *
   * @param idleNanos nothing was received for so long: a probe is sent; 0 for no keep-alive
   * @param intervalNanos between probes that stay unanswered, more than 0
   * @param probes so many stay unanswered: the peer is dead; at least 2, since one may be lost
   */
  public record KeepAlive(long idleNanos, long intervalNanos, int probes) {
    /** No keep-alive: "they MUST default to off". */
    public static final KeepAlive OFF = new KeepAlive(0, 75_000_000_000L, 9);

    public KeepAlive {
      if (idleNanos < 0 || intervalNanos <= 0 || probes < 2) {
        throw new IllegalArgumentException(
            "keep-alive of " + idleNanos + " ns, " + intervalNanos + " ns, " + probes + " probes");
      }
    }

    /** The least idle time that RFC 9293 allows by default: two hours. */
    public static KeepAlive standard() {
      return new KeepAlive(7_200_000_000_000L, 75_000_000_000L, 9);
    }

    /** Whether idle connections are probed. */
    public boolean isOn() {
      return idleNanos > 0;
    }
  }

  private static final TcpOptions DEFAULTS = new TcpOptions();
  private static final long MILLISECOND = 1_000_000L;

  private boolean timestamps = true;
  private boolean sack = true;
  private boolean windowScale = true;
  private boolean noDelay = true;
  private boolean pacing = true;
  private boolean autoTuning = true;
  private boolean pathMtuProbing = true;
  private boolean userTimeoutOption;
  private Ecn ecn = Ecn.ACCEPT;
  private KeepAlive keepAlive = KeepAlive.OFF;
  private long delayedAckNanos = 40 * MILLISECOND;
  private long minRtoNanos = 200 * MILLISECOND;

  private TcpOptions() {}

  private TcpOptions(TcpOptions from) {
    timestamps = from.timestamps;
    sack = from.sack;
    windowScale = from.windowScale;
    noDelay = from.noDelay;
    pacing = from.pacing;
    autoTuning = from.autoTuning;
    pathMtuProbing = from.pathMtuProbing;
    userTimeoutOption = from.userTimeoutOption;
    ecn = from.ecn;
    keepAlive = from.keepAlive;
    delayedAckNanos = from.delayedAckNanos;
    minRtoNanos = from.minRtoNanos;
  }

  private TcpOptions derive(Consumer<TcpOptions> change) {
    TcpOptions copy = new TcpOptions(this);
    change.accept(copy);
    return copy;
  }

  /** What the Javadoc of each option says. */
  public static TcpOptions defaults() {
    return DEFAULTS;
  }

  /** Offers or accepts timestamps (RFC 7323); true. */
  public boolean timestamps() {
    return timestamps;
  }

  public TcpOptions withTimestamps(boolean value) {
    return derive(copy -> copy.timestamps = value);
  }

  /** Offers or accepts selective acknowledgments (RFC 2018); true. */
  public boolean sack() {
    return sack;
  }

  public TcpOptions withSack(boolean value) {
    return derive(copy -> copy.sack = value);
  }

  /** Offers or accepts window scaling (RFC 7323); true. */
  public boolean windowScale() {
    return windowScale;
  }

  public TcpOptions withWindowScale(boolean value) {
    return derive(copy -> copy.windowScale = value);
  }

  /**
   * Small segments leave at once, without the Nagle algorithm (RFC 9293, section 3.7.4); true,
   * since connections and relays hand over whole buffers: what is less than a segment is then the
   * end of something that the peer waits for, and Nagle would hold it for a round trip. False suits
   * an application that writes in small pieces.
   */
  public boolean noDelay() {
    return noDelay;
  }

  public TcpOptions withNoDelay(boolean value) {
    return derive(copy -> copy.noDelay = value);
  }

  /** Segments leave spread over the round trip, not in bursts; true. */
  public boolean pacing() {
    return pacing;
  }

  public TcpOptions withPacing(boolean value) {
    return derive(copy -> copy.pacing = value);
  }

  /**
   * Buffers grow with need up to what {@link ConnectionOptions} allows; true. The receive window
   * begins with 64 KiB and follows what is read in a round trip; what waits to be sent is as much
   * as may be in flight, 64 KiB at least. False: both are as large as allowed from the beginning.
   */
  public boolean autoTuning() {
    return autoTuning;
  }

  public TcpOptions withAutoTuning(boolean value) {
    return derive(copy -> copy.autoTuning = value);
  }

  /** Finds the path's MTU where no ICMP says it (RFC 4821); true. */
  public boolean pathMtuProbing() {
    return pathMtuProbing;
  }

  public TcpOptions withPathMtuProbing(boolean value) {
    return derive(copy -> copy.pathMtuProbing = value);
  }

  /**
   * Tells the peer this side's user time-out, and heeds the peer's (RFC 5482); false. Where it is
   * on, {@link ConnectionOptions#userTimeoutNanos} is what is told, and the longer of both counts:
   * 100 seconds at least, an hour at most unless this side's is longer.
   */
  public boolean userTimeoutOption() {
    return userTimeoutOption;
  }

  public TcpOptions withUserTimeoutOption(boolean value) {
    return derive(copy -> copy.userTimeoutOption = value);
  }

  /** Explicit congestion notification (RFC 3168); {@link Ecn#ACCEPT}. */
  public Ecn ecn() {
    return ecn;
  }

  public TcpOptions withEcn(Ecn value) {
    return derive(copy -> copy.ecn = Objects.requireNonNull(value, "ecn"));
  }

  /** Probes of an idle connection, of each subflow by itself; {@link KeepAlive#OFF}. */
  public KeepAlive keepAlive() {
    return keepAlive;
  }

  public TcpOptions withKeepAlive(KeepAlive value) {
    return derive(copy -> copy.keepAlive = Objects.requireNonNull(value, "keepAlive"));
  }

  /** The longest delay of an ACK (RFC 9293, section 3.8.6.3: below 0.5 s); 40 ms. */
  public long delayedAckNanos() {
    return delayedAckNanos;
  }

  /**
   * Sets the delay of an ACK.
   *
   * @param nanos 0 to 500 ms, exclusive
   */
  public TcpOptions withDelayedAckNanos(long nanos) {
    if (nanos < 0 || nanos >= 500 * MILLISECOND) {
      throw new IllegalArgumentException("an ACK delayed by " + nanos + " ns");
    }
    return derive(copy -> copy.delayedAckNanos = nanos);
  }

  /** By how much RTO exceeds SRTT at least; 200 ms, where RFC 6298 has an RTO of 1 s at least. */
  public long minRtoNanos() {
    return minRtoNanos;
  }

  /**
   * Sets the least excess of RTO over SRTT.
   *
   * @param nanos more than 0
   */
  public TcpOptions withMinRtoNanos(long nanos) {
    if (nanos <= 0) {
      throw new IllegalArgumentException("a minimum RTO of " + nanos + " ns");
    }
    return derive(copy -> copy.minRtoNanos = nanos);
  }
}
