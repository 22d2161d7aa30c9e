package org.mptcp4j;

import java.util.function.Consumer;

/**
 * The finer points of Multipath TCP on a connection. Immutable; start from {@link #defaults()} and
 * derive.
 */
public final class MptcpOptions {
  private static final long SECOND = 1_000_000_000L;
  private static final MptcpOptions DEFAULTS = new MptcpOptions();

  private boolean acceptChecksum = true;
  private boolean joinInitialAddress = true;
  private int capableSyns = 2;
  private int addAddrTries = 3;
  private long addAddrTimeoutNanos = 120 * SECOND;
  private long rejoinNanos = 60 * SECOND;
  private int maxAddresses = 8;

  private MptcpOptions() {}

  /** What the Javadoc of each option says. */
  public static MptcpOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Whether DSS checksums are used where the peer alone asks for them (flag A); true. If not, such
   * a peer gets plain TCP: "it MUST fall back to regular TCP by ignoring the MP_CAPABLE option"
   * (RFC 8684, section 3.1).
   */
  public boolean acceptChecksum() {
    return acceptChecksum;
  }

  public MptcpOptions withAcceptChecksum(boolean value) {
    return derive(copy -> copy.acceptChecksum = value);
  }

  /**
   * Whether the peer may open subflows to the address and port of the initial subflow; true. If
   * not, flag C says so (RFC 8684, section 3.1; version 0 has no such flag).
   */
  public boolean joinInitialAddress() {
    return joinInitialAddress;
  }

  public MptcpOptions withJoinInitialAddress(boolean value) {
    return derive(copy -> copy.joinInitialAddress = value);
  }

  /**
   * How many SYNs carry MP_CAPABLE before one goes without, in case a middlebox swallows them; 2,
   * at least 1 (RFC 8684, section 3.9.3). What was learned so is remembered for the destination.
   */
  public int capableSyns() {
    return capableSyns;
  }

  /**
   * Sets how many SYNs carry MP_CAPABLE.
   *
   * @throws IllegalArgumentException below 1
   */
  public MptcpOptions withCapableSyns(int value) {
    require(value >= 1, "capableSyns", value);
    return derive(copy -> copy.capableSyns = value);
  }

  /**
   * How often an ADD_ADDR of version 1 is sent while no echo comes; 3, at least 1 (RFC 8684,
   * section 3.4.1).
   */
  public int addAddrTries() {
    return addAddrTries;
  }

  /** Nanoseconds between those; 120 s, more than 0. */
  public long addAddrTimeoutNanos() {
    return addAddrTimeoutNanos;
  }

  /**
   * Sets how often an ADD_ADDR is sent, and with what time between.
   *
   * @throws IllegalArgumentException for less than one try, or no time between them
   */
  public MptcpOptions withAddAddrRetries(int tries, long timeoutNanos) {
    require(tries >= 1, "addAddrTries", tries);
    require(timeoutNanos > 0, "addAddrTimeoutNanos", timeoutNanos);
    return derive(
        copy -> {
          copy.addAddrTries = tries;
          copy.addAddrTimeoutNanos = timeoutNanos;
        });
  }

  /**
   * How long a connection that lost its last subflow waits for another, of either side, in
   * nanoseconds; 60 s, 0 for not at all ("break before make": RFC 8684, sections 3.3.6 and 3.8).
   */
  public long rejoinNanos() {
    return rejoinNanos;
  }

  /**
   * Sets how long a connection without subflows lives.
   *
   * @throws IllegalArgumentException below 0
   */
  public MptcpOptions withRejoinNanos(long value) {
    require(value >= 0, "rejoinNanos", value);
    return derive(copy -> copy.rejoinNanos = value);
  }

  /**
   * How many addresses, each with its port, that the peer announced are remembered at once; 8, 0 to
   * 255: "an implementation MAY discard incoming address advertisements at will" (RFC 8684, section
   * 3.4.1).
   */
  public int maxAddresses() {
    return maxAddresses;
  }

  /**
   * Sets how many announced addresses are remembered.
   *
   * @throws IllegalArgumentException below 0 or above 255
   */
  public MptcpOptions withMaxAddresses(int value) {
    require(value >= 0 && value <= 255, "maxAddresses", value);
    return derive(copy -> copy.maxAddresses = value);
  }

  private static void require(boolean holds, String name, long value) {
    if (!holds) {
      throw new IllegalArgumentException(name + " " + value);
    }
  }

  private MptcpOptions derive(Consumer<MptcpOptions> change) {
    MptcpOptions copy = new MptcpOptions();
    copy.acceptChecksum = acceptChecksum;
    copy.joinInitialAddress = joinInitialAddress;
    copy.capableSyns = capableSyns;
    copy.addAddrTries = addAddrTries;
    copy.addAddrTimeoutNanos = addAddrTimeoutNanos;
    copy.rejoinNanos = rejoinNanos;
    copy.maxAddresses = maxAddresses;
    change.accept(copy);
    return copy;
  }
}
