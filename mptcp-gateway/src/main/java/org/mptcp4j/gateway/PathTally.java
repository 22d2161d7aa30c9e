package org.mptcp4j.gateway;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.mptcp4j.Subflow;
import org.mptcp4j.SubflowInfo;
import org.mptcp4j.engine.EngineConnection;

/** Adds up, per access, the bytes of the subflows that a connection has and had. */
final class PathTally {
  /** A connection may have had subflows without number. */
  private static final int MOST_ENDS = 8;

  private final List<Subflow> live = new ArrayList<>(2);
  private final List<PathBytes> gone = new ArrayList<>(2);
  private final Deque<SubflowInfo> ends = new ArrayDeque<>(2);

  /** Takes up the subflows that {@code connection} has now and that are not known yet. */
  void watch(EngineConnection connection) {
    for (Subflow subflow : connection.subflows()) {
      if (!live.contains(subflow)) {
        live.add(subflow);
      }
    }
  }

  /** Reads the counters of a subflow for the last time. */
  void down(Subflow subflow) {
    live.remove(subflow);
    end(subflow);
  }

  void allDown() {
    live.forEach(this::end);
    live.clear();
  }

  private void end(Subflow subflow) {
    add(gone, subflow);
    if (ends.size() == MOST_ENDS) {
      ends.removeFirst();
    }
    ends.addLast(subflow.info());
  }

  /** What the last subflows were when they ended, and what those are that there are now. */
  List<SubflowInfo> infos() {
    List<SubflowInfo> infos = new ArrayList<>(ends);
    live.forEach(subflow -> infos.add(subflow.info()));
    return infos;
  }

  /** One entry an access, in the order of their first use. */
  List<PathBytes> perAccess() {
    List<PathBytes> sum = new ArrayList<>(gone);
    live.forEach(subflow -> add(sum, subflow));
    return sum;
  }

  private static void add(List<PathBytes> sum, Subflow subflow) {
    for (int i = 0; i < sum.size(); i++) {
      if (sum.get(i).zone().equals(subflow.zone())) {
        sum.set(i, sum.get(i).plus(subflow.bytesSent(), subflow.bytesReceived()));
        return;
      }
    }
    sum.add(new PathBytes(subflow.zone(), subflow.bytesSent(), subflow.bytesReceived()));
  }
}
