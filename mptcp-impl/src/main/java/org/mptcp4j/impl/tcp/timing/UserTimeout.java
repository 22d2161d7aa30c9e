package org.mptcp4j.impl.tcp.timing;

/**
 * How long data may stay unacknowledged, and what both sides tell each other of that (RFC 5482).
 */
public final class UserTimeout {
  private static final long SECOND = 1_000_000_000L;

  /** RFC 5482, section 3.1: "the lower limit (L_LIMIT) SHOULD be set to at least 100 seconds". */
  private static final long LOWER_LIMIT = 100 * SECOND;

  /** No peer can make this side keep a dead connection for longer (section 6). */
  private static final long UPPER_LIMIT = 3600 * SECOND;

  /** What fits the option: 15 bits of minutes. */
  private static final int MOST_SECONDS = 32_767 * 60;

  private final long advertised;
  private final boolean enabled;
  private long remote;
  private boolean due;

  /**
   * @param nanos ADV_UTO, which is the user time-out as long as the peer says nothing
   * @param enabled whether the option is sent and heeded
   */
  public UserTimeout(long nanos, boolean enabled) {
    this.advertised = nanos;
    this.enabled = enabled;
    this.due = enabled;
  }

  /** The option came: {@code seconds} more than 0. */
  public void onOption(int seconds) {
    if (enabled) {
      remote = seconds * SECOND;
    }
  }

  /**
   * USER_TIMEOUT in nanoseconds.
   *
   * @param rto with a peer's wish it is longer than this
   */
  public long nanos(long rto) {
    if (remote == 0) {
      return advertised;
    }
    // "USER_TIMEOUT = min(U_LIMIT, max(ADV_UTO, REMOTE_UTO, L_LIMIT))"; "the lower limit (L_LIMIT)
    // MUST be larger than the current retransmission timeout (RTO)"
    long lower = Math.max(LOWER_LIMIT, 2 * rto);
    return Math.min(
        Math.max(UPPER_LIMIT, advertised), Math.max(lower, Math.max(advertised, remote)));
  }

  /**
   * Whether the next segment is to carry the option: a SYN, and "the first packet that does not
   * have the SYN flag set".
   */
  public boolean isDue() {
    return due;
  }

  /** A segment other than a SYN carried the option. */
  public void onSent() {
    due = false;
  }

  /** What the option says: 1 to 32,767 minutes in seconds. */
  public int seconds() {
    return (int) Math.min(MOST_SECONDS, Math.max(1, advertised / SECOND));
  }
}
