package org.mptcp4j.impl.mptcp.address;

import java.util.ArrayList;
import java.util.List;
import org.mptcp4j.impl.mptcp.address.Signal.Announce;
import org.mptcp4j.impl.wire.IpAddress;

/**
 * The ADD_ADDRs of version 1 that wait for their echo: "The lack of this echo can be used by the
 * initial ADD_ADDR sender to retransmit the ADD_ADDR according to local policy" (RFC 8684, section
 * 3.4.1). One goes at a time: a peer that is busy with one may drop the next, and Linux does.
 */
public final class Announcements {
  /** After which the next one goes although the echo of the last did not come. */
  static final long PATIENCE_NANOS = 1_000_000_000L;

  private final int tries;
  private final long timeoutNanos;
  private final List<Waiting> waiting = new ArrayList<>(2);
  private long nextAt = Long.MIN_VALUE;

  private static final class Waiting {
    private final Announce signal;
    private int sent;
    private long dueAt;

    Waiting(Announce signal, long dueAt) {
      this.signal = signal;
      this.dueAt = dueAt;
    }
  }

  /**
   * @param tries how often one is sent, at least 1
   * @param timeoutNanos between two of them
   */
  public Announcements(int tries, long timeoutNanos) {
    this.tries = tries;
    this.timeoutNanos = timeoutNanos;
  }

  /** The signal is to be sent for the first time, or anew: {@link #takeDue} tells when. */
  public void begin(Announce signal, long now) {
    waiting.removeIf(other -> other.signal.equals(signal));
    waiting.add(new Waiting(signal, now));
  }

  /** The peer has it: the next may go. Returns whether that one was awaited. */
  public boolean echoed(int id, IpAddress address, int port) {
    boolean awaited =
        waiting.removeIf(other -> other.signal.equals(new Announce(id, address, port)));
    if (awaited) {
      nextAt = Long.MIN_VALUE;
    }
    return awaited;
  }

  /** The address is withdrawn. */
  public void forget(int id) {
    waiting.removeIf(other -> other.signal.id() == id);
  }

  /** When {@link #takeDue} has something. */
  public long deadline() {
    long earliest = Long.MAX_VALUE;
    for (int i = 0; i < waiting.size(); i++) {
      earliest = Math.min(earliest, waiting.get(i).dueAt);
    }
    return Math.max(earliest, nextAt);
  }

  /** The next to be sent now, or null. Those that were sent often enough are forgotten. */
  public Announce takeDue(long now) {
    if (waiting.isEmpty() || now < nextAt) {
      return null;
    }
    waiting.removeIf(one -> one.dueAt <= now && one.sent >= tries);
    for (int i = 0; i < waiting.size(); i++) {
      Waiting next = waiting.get(i);
      if (next.dueAt <= now) {
        next.sent++;
        next.dueAt = now + timeoutNanos;
        nextAt = now + PATIENCE_NANOS;
        return next.signal;
      }
    }
    return null;
  }
}
