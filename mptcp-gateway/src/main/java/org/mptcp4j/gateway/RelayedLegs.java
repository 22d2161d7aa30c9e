package org.mptcp4j.gateway;

import org.mptcp4j.CloseReason;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.Subflow;
import org.mptcp4j.engine.EngineConnection;
import org.mptcp4j.gateway.GatewayCounters.Event;

/** Counts and reports what happens to the two legs of a gateway's connection. */
final class RelayedLegs implements Relay.Observer {
  private final TransparentProxy proxy;
  private final GatewayConnection connection;
  private final EngineConnection acceptedLeg;
  private boolean opened;

  RelayedLegs(TransparentProxy proxy, GatewayConnection connection, EngineConnection acceptedLeg) {
    this.proxy = proxy;
    this.connection = connection;
    this.acceptedLeg = acceptedLeg;
  }

  @Override
  public void onEstablished(EngineConnection leg) {
    if (leg != acceptedLeg) {
      return;
    }
    opened = true;
    proxy.counters.count(Event.OPENED);
    if (connection.version() == MptcpVersion.OFF) {
      proxy.counters.count(Event.FALLBACK);
    }
    connection.subflowUp();
    proxy.listener.onOpened(connection);
  }

  /** One before the legs are open shows when they are. */
  @Override
  public void onFallback(EngineConnection leg, String reason) {
    if (opened && connection.isMultipathLeg(leg)) {
      proxy.counters.count(Event.FALLBACK);
      proxy.listener.onPathsChanged(connection);
    }
  }

  @Override
  public void onSubflowUp(EngineConnection leg, Subflow subflow) {
    if (connection.isMultipathLeg(leg)) {
      connection.subflowUp();
      proxy.listener.onPathsChanged(connection);
    }
  }

  @Override
  public void onSubflowDown(EngineConnection leg, Subflow subflow, CloseReason reason) {
    if (connection.isMultipathLeg(leg)) {
      connection.subflowDown(subflow);
      proxy.listener.onPathsChanged(connection);
    }
  }

  @Override
  public void onLegClosed(EngineConnection leg) {
    if (connection.isMultipathLeg(leg)) {
      connection.multipathLegClosed();
    }
  }

  @Override
  public void onGone(CloseReason reason) {
    connection.gone(proxy.engine.nowNanos());
    if (!opened) {
      proxy.counters.count(Event.ABANDONED);
      proxy.listener.onRejected(connection.syn(), reason);
      return;
    }
    proxy.counters.count(reason.kind() == CloseReason.Kind.NORMAL ? Event.CLOSED : Event.RESET);
    proxy.listener.onClosed(connection, reason);
  }
}
