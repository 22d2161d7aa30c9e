package org.mptcp4j.impl.mptcp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.mptcp4j.Subflow;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.engine.Zone;
import org.mptcp4j.impl.wire.FlowKey;
import org.mptcp4j.spi.PathManager;

/** The path manager's hands: its view of a connection, and its commands. */
final class PathControl implements PathManager.Paths {
  private final MultipathConnection connection;
  private final PathManager manager;
  private long alarmAt = Long.MAX_VALUE;

  PathControl(MultipathConnection connection, PathManager manager) {
    this.connection = connection;
    this.manager = manager;
  }

  PathManager manager() {
    return manager;
  }

  long alarmAt() {
    return alarmAt;
  }

  void onDeadline(long now) {
    if (alarmAt <= now) {
      alarmAt = Long.MAX_VALUE;
      connection.events().control(() -> manager.onAlarm(this));
    }
  }

  /** Whether the path manager lets the peer open the subflow with that key. */
  boolean accepts(FlowKey key) {
    return manager.acceptsJoin(
        this,
        new InetSocketAddress(key.local().toInetAddress(), key.localPort()),
        new InetSocketAddress(key.remote().toInetAddress(), key.remotePort()));
  }

  void cancel() {
    alarmAt = Long.MAX_VALUE;
  }

  @Override
  public long nowNanos() {
    return connection.nowNanos();
  }

  @Override
  public boolean client() {
    return connection.negotiation().client();
  }

  @Override
  public List<Zone> zones() {
    return connection.zones();
  }

  @Override
  public Zone initialZone() {
    return connection.zone();
  }

  @Override
  public InetSocketAddress initialLocal() {
    return connection.stream().localAddress();
  }

  @Override
  public InetSocketAddress initialRemote() {
    return connection.stream().remoteAddress();
  }

  @Override
  public List<Subflow> subflows() {
    return connection.subflowSet().views();
  }

  @Override
  public boolean mayJoinInitial() {
    return !connection.negotiation().joinForbidden();
  }

  @Override
  public void setBackup(InetAddress local, boolean backup) {
    connection.signals().prioritize(local, backup);
    connection.touch();
  }

  @Override
  public void announce(InetSocketAddress address, boolean backup) {
    connection.signals().announce(address, backup);
    connection.touch();
  }

  @Override
  public void withdraw(InetSocketAddress address) {
    connection.signals().withdraw(address.getAddress());
    connection.touch();
  }

  @Override
  public boolean open(ConnectTarget target, boolean backup) {
    return connection.join(target, backup);
  }

  @Override
  public void alarm(long atNanos) {
    alarmAt = atNanos;
    connection.touch();
  }
}
