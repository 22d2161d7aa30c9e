package org.mptcp4j.gateway;

import java.util.ArrayList;
import java.util.List;
import org.mptcp4j.Subflow;
import org.mptcp4j.engine.EngineConnection;

/** Adds up, per access, the bytes of the subflows that a connection has and had. */
final class PathTally {
  private final List<Subflow> live = new ArrayList<>(2);
  private final List<PathBytes> gone = new ArrayList<>(2);

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
    add(gone, subflow);
  }

  void allDown() {
    live.forEach(subflow -> add(gone, subflow));
    live.clear();
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
