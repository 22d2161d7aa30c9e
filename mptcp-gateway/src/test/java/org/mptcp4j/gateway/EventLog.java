package org.mptcp4j.gateway;

import java.util.ArrayList;
import java.util.List;
import org.mptcp4j.CloseReason;
import org.mptcp4j.engine.SynInfo;

/** Keeps what a gateway tells. */
final class EventLog implements GatewayListener {
  final List<SynInfo> held = new ArrayList<>();
  final List<CloseReason> rejected = new ArrayList<>();
  final List<GatewayConnection> opened = new ArrayList<>();
  final List<GatewayConnection> closed = new ArrayList<>();
  final List<Integer> pathCounts = new ArrayList<>();

  @Override
  public void onHeld(SynInfo syn) {
    held.add(syn);
  }

  @Override
  public void onRejected(SynInfo syn, CloseReason reason) {
    rejected.add(reason);
  }

  @Override
  public void onOpened(GatewayConnection connection) {
    opened.add(connection);
  }

  @Override
  public void onPathsChanged(GatewayConnection connection) {
    pathCounts.add(connection.pathCount());
  }

  @Override
  public void onClosed(GatewayConnection connection, CloseReason reason) {
    closed.add(connection);
  }
}
