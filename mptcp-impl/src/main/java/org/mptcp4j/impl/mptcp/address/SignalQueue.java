package org.mptcp4j.impl.mptcp.address;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.mptcp4j.impl.mptcp.address.Signal.Announce;
import org.mptcp4j.impl.mptcp.address.Signal.Prioritize;
import org.mptcp4j.impl.mptcp.address.Signal.Withdraw;

/**
 * The signals that wait for an ACK of one subflow, and their pace: "an MPTCP implementation SHOULD
 * NOT send more than two duplicate ACKs in a row for signaling purposes" (RFC 8684, section 3.4.1).
 */
public final class SignalQueue {
  private static final int MOST = 16;
  private static final int MOST_IN_A_ROW = 2;
  private static final long SHORTEST_PAUSE_NANOS = 10_000_000L;
  private static final long LONGEST_PAUSE_NANOS = 60_000_000_000L;

  /** IDs of one REMOVE_ADDR: what fits beside timestamps. */
  private static final int MOST_IDS = 25;

  private final ArrayDeque<Signal> waiting = new ArrayDeque<>(2);
  private int inARow;
  private long pauseNanos = SHORTEST_PAUSE_NANOS;
  private long resumeAt;

  /** Adds a signal; what it makes void goes. Returns false where too many wait. */
  public boolean add(Signal signal) {
    Signal added = signal;
    if (signal instanceof Withdraw withdraw) {
      added = joined(withdraw);
    } else if (signal instanceof Prioritize) {
      waiting.removeIf(Prioritize.class::isInstance);
    } else if (waiting.contains(signal)) {
      return true;
    }
    if (waiting.size() >= MOST) {
      return false;
    }
    waiting.addLast(added);
    return true;
  }

  /** REMOVE_ADDR takes "a list of addresses": one option for those that wait. */
  private Withdraw joined(Withdraw added) {
    waiting.removeIf(signal -> signal instanceof Announce a && added.ids().contains(a.id()));
    for (Iterator<Signal> all = waiting.iterator(); all.hasNext(); ) {
      if (all.next() instanceof Withdraw earlier) {
        Set<Integer> ids = new LinkedHashSet<>(earlier.ids());
        ids.addAll(added.ids());
        if (ids.size() <= MOST_IDS) {
          all.remove();
          return new Withdraw(new ArrayList<>(ids));
        }
      }
    }
    return added;
  }

  /** The signal to be sent next, or null. */
  public Signal next() {
    return waiting.peekFirst();
  }

  /** The next was sent. */
  public void sent() {
    pauseNanos = SHORTEST_PAUSE_NANOS;
    waiting.pollFirst();
  }

  /** Takes the next away, unsent; or null. */
  public Signal poll() {
    return waiting.pollFirst();
  }

  /**
   * Whether an ACK may be sent now for the next signal's sake. While others leave no room for it
   * the pauses double.
   *
   * @param roundTripNanos after which there may be more than two
   */
  public boolean takeTurn(long now, long roundTripNanos) {
    if (waiting.isEmpty()) {
      return false;
    }
    if (now >= resumeAt) {
      inARow = 0;
    }
    if (inARow >= MOST_IN_A_ROW) {
      return false;
    }
    if (inARow++ == 0) {
      resumeAt = now + Math.max(pauseNanos, roundTripNanos);
      pauseNanos = Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS);
    }
    return true;
  }

  /** When the next signal may be sent that has to wait; {@link Long#MAX_VALUE} for none. */
  public long deadline() {
    return !waiting.isEmpty() && inARow >= MOST_IN_A_ROW ? resumeAt : Long.MAX_VALUE;
  }
}
