package org.mptcp4j.impl.tcp.timing;

/**
 * The timestamps option of one connection: its clock, TS.Recent and PAWS (RFC 7323, sections 3 to
 * 5). The clock ticks in milliseconds.
 */
public final class Timestamps {
  /** The clock ticks in milliseconds. */
  public static final long TICK_NANOS = 1_000_000L;

  /** RFC 7323, section 5.5: TS.Recent is invalid after 24 days. */
  private static final long OUTDATED_NANOS = 24L * 24 * 3600 * 1_000_000_000L;

  private final int offset;
  private int recent;
  private long recentAt;
  private boolean valid;

  public Timestamps(int offset) {
    this.offset = offset;
  }

  /** TSval at that time. */
  public int value(long now) {
    return (int) (now / TICK_NANOS) + offset;
  }

  /** TS.Recent: the TSecr to send; 0 before the first segment. */
  public int recent() {
    return recent;
  }

  /** Nanoseconds since the segment left that {@code echo} is the TSval of; at least 0. */
  public long age(int echo, long now) {
    return Math.max(0, value(now) - echo) * TICK_NANOS;
  }

  /** PAWS, RFC 7323, section 5.3, R1: "SEG.TSval < TS.Recent" and TS.Recent is valid. */
  public boolean isOld(int value, long now) {
    return valid && value - recent < 0 && now - recentAt < OUTDATED_NANOS;
  }

  /** RFC 7323, section 4.3, (2): the segment spans Last.ACK.sent and is not older. */
  public void update(int value, long now) {
    if (!valid || value - recent >= 0 || now - recentAt >= OUTDATED_NANOS) {
      recent = value;
      recentAt = now;
      valid = true;
    }
  }
}
