package org.mptcp4j.impl.mptcp;

import java.util.ArrayList;
import java.util.List;
import org.mptcp4j.CloseReason;
import org.mptcp4j.Subflow;
import org.mptcp4j.SubflowState;
import org.mptcp4j.impl.mptcp.data.DataSender;
import org.mptcp4j.impl.tcp.OutgoingSegment;
import org.mptcp4j.impl.tcp.TimeWait;

/** The subflows of a connection, oldest first, until their TCP has no state left. */
final class SubflowSet {
  private static final long SECOND = 1_000_000_000L;

  private final List<TcpSubflow> subflows = new ArrayList<>(2);
  private TcpSubflow initial;
  private int nextId;

  int takeId() {
    return nextId++;
  }

  void add(TcpSubflow subflow) {
    if (initial == null) {
      initial = subflow;
    }
    subflows.add(subflow);
  }

  /** The first subflow, even where it is gone. */
  TcpSubflow initial() {
    return initial;
  }

  /**
   * Whether the initial subflow carried all, and what it sent is all, once, and in order: without
   * that its sequence numbers alone would not tell where data belongs. Others may be about to join.
   *
   * @param confirming whether a join counts as such whose third ACK this side sent: the peer may
   *     have sent data on it, unless it says itself that it did not
   */
  boolean initialCarriesAll(DataSender sender, boolean confirming) {
    boolean found = false;
    for (int i = 0; i < subflows.size(); i++) {
      TcpSubflow subflow = subflows.get(i);
      found |= subflow == initial;
      boolean joining =
          subflow.phase() == TcpSubflow.Phase.JOINING
              || (confirming && subflow.phase() == TcpSubflow.Phase.JOIN_CONFIRMING);
      if (subflow != initial && !joining) {
        return false;
      }
    }
    return found && initial.isStraight() && initial.tcp().sendTail() == sender.sndNxt();
  }

  /** Resets all but the initial one. */
  void abortOthers(CloseReason reason) {
    for (int i = subflows.size() - 1; i >= 0; i--) {
      if (subflows.get(i) != initial) {
        subflows.get(i).tcp().abort(reason);
      }
    }
  }

  /** All that have state; not to be changed. */
  List<TcpSubflow> all() {
    return subflows;
  }

  boolean isEmpty() {
    return subflows.isEmpty();
  }

  /** Subflows that are not closed. */
  int live() {
    int count = 0;
    for (int i = 0; i < subflows.size(); i++) {
      if (subflows.get(i).state() != SubflowState.CLOSED) {
        count++;
      }
    }
    return count;
  }

  List<Subflow> views() {
    List<Subflow> views = new ArrayList<>(subflows.size());
    for (TcpSubflow subflow : subflows) {
      if (subflow.state() != SubflowState.CLOSED) {
        views.add(subflow);
      }
    }
    return views;
  }

  /** The first that may carry data, or null. */
  TcpSubflow firstUsable() {
    for (int i = 0; i < subflows.size(); i++) {
      if (subflows.get(i).usable()) {
        return subflows.get(i);
      }
    }
    return null;
  }

  boolean anotherUsable(TcpSubflow than) {
    for (int i = 0; i < subflows.size(); i++) {
      if (subflows.get(i) != than && subflows.get(i).usable()) {
        return true;
      }
    }
    return false;
  }

  /**
   * "It is used only when there is no available regular path" (RFC 8684, section 3.3.8): whether
   * there is none.
   */
  boolean backupsNeeded() {
    for (int i = 0; i < subflows.size(); i++) {
      TcpSubflow subflow = subflows.get(i);
      if (!subflow.backup() && subflow.usable() && !subflow.stale()) {
        return false;
      }
    }
    return true;
  }

  /** Whether another one may send again what {@code troubled} did not deliver yet. */
  boolean anotherRelieves(TcpSubflow troubled) {
    boolean backups = backupsNeeded();
    for (int i = 0; i < subflows.size(); i++) {
      TcpSubflow subflow = subflows.get(i);
      if (subflow != troubled && subflow.usable() && (backups || !subflow.backup())) {
        return true;
      }
    }
    return false;
  }

  /** A subflow that was given that byte of the stream and whose TCP still owes it, or null. */
  TcpSubflow delivering(long dataPosition) {
    for (int i = 0; i < subflows.size(); i++) {
      TcpSubflow subflow = subflows.get(i);
      long at = subflow.sent().subflowPosition(dataPosition);
      if (subflow.usable() && at >= subflow.tcp().sendUnacknowledged()) {
        return subflow;
      }
    }
    return null;
  }

  /** Whether there are subflows to send on, and all that was sent is acknowledged on them. */
  boolean allAcknowledged() {
    for (int i = 0; i < subflows.size(); i++) {
      if (subflows.get(i).tcp().unackedBytes() > 0) {
        return false;
      }
    }
    return firstUsable() != null;
  }

  /** The longest round trip over which data comes, nanoseconds; 0 where none is known. */
  long longestReceiverRtt() {
    long longest = 0;
    for (int i = 0; i < subflows.size(); i++) {
      longest = Math.max(longest, subflows.get(i).tcp().info().receiverRttNanos());
    }
    return longest;
  }

  /** How long a DATA_ACK may take, nanoseconds: by whichever subflow is the slowest. */
  long dataTimeoutNanos() {
    long longest = SECOND;
    for (int i = 0; i < subflows.size(); i++) {
      TcpSubflow subflow = subflows.get(i);
      if (subflow.usable()) {
        // without TCP's back-off, which on a dead subflow knows no end
        long calm = subflow.smoothedRttNanos() + 4 * subflow.rttVarianceNanos();
        longest = Math.max(longest, 2 * calm);
      }
    }
    return longest;
  }

  /** What may be in flight on all together, bytes. */
  long congestionWindows() {
    long sum = 0;
    for (int i = 0; i < subflows.size(); i++) {
      sum += subflows.get(i).congestionWindow();
    }
    return sum;
  }

  long deadline() {
    long deadline = Long.MAX_VALUE;
    for (int i = 0; i < subflows.size(); i++) {
      deadline = Math.min(deadline, subflows.get(i).tcp().deadline());
    }
    return deadline;
  }

  void onDeadline(long now) {
    for (int i = 0; i < subflows.size(); i++) {
      if (subflows.get(i).tcp().deadline() <= now) {
        subflows.get(i).tcp().onDeadline(now);
      }
    }
  }

  void flush(long now, OutgoingSegment.Sink sink) {
    for (int i = 0; i < subflows.size(); i++) {
      subflows.get(i).tcp().flush(now, sink);
    }
  }

  /** Removes those whose TCP has no state left, or no more than TIME-WAIT needs. */
  void prune(StackServices services) {
    for (int i = subflows.size() - 1; i >= 0; i--) {
      TcpSubflow subflow = subflows.get(i);
      TimeWait rest = subflow.tcp().timeWait();
      if (rest != null) {
        services.timeWait(subflow, rest);
      } else if (subflow.tcp().finished()) {
        services.unregister(subflow);
      } else {
        continue;
      }
      services.count(Mib.RETRANSMITTED_BYTES, subflow.bytesRetransmitted());
      subflow.release();
      subflows.remove(i);
    }
  }
}
