package org.mptcp4j.impl.mptcp.address;

import java.util.ArrayList;
import java.util.List;
import org.mptcp4j.impl.mptcp.address.Signal.Announce;
import org.mptcp4j.impl.wire.IpAddress;

/**
 * The ADD_ADDRs of version 1 that wait for their echo: "The lack of this echo can be used by the
 * initial ADD_ADDR sender to retransmit the ADD_ADDR according to local policy" (RFC 8684, section
 * 3.4.1).
 */
public final class Announcements {
  private final int tries;
  private final long timeoutNanos;
  private final List<Waiting> waiting = new ArrayList<>(2);

  private static final class Waiting {
    private final Announce signal;
    private int sent;
    private long dueAt;

    Waiting(Announce signal) {
      this.signal = signal;
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

  /** The signal is about to be sent for the first time, or anew. */
  public void begin(Announce signal, long now) {
    waiting.removeIf(other -> other.signal.equals(signal));
    Waiting fresh = new Waiting(signal);
    fresh.sent = 1;
    fresh.dueAt = now + timeoutNanos;
    waiting.add(fresh);
  }

  /** The peer has it. Returns whether that one was awaited. */
  public boolean echoed(int id, IpAddress address, int port) {
    return waiting.removeIf(other -> other.signal.equals(new Announce(id, address, port)));
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
    return earliest;
  }

  /** The next to be sent again, or null. Those that were sent often enough are forgotten. */
  public Announce takeDue(long now) {
    for (int i = waiting.size() - 1; i >= 0; i--) {
      Waiting next = waiting.get(i);
      if (next.dueAt > now) {
        continue;
      }
      if (next.sent >= tries) {
        waiting.remove(i);
        continue;
      }
      next.sent++;
      next.dueAt = now + timeoutNanos;
      return next.signal;
    }
    return null;
  }
}
