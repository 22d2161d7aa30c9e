package org.mptcp4j.impl.script;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.mptcp4j.CloseReason;
import org.mptcp4j.Subflow;
import org.mptcp4j.spi.PathManager;

/** A path manager that does nothing but write down what it is told. */
public final class RecordedPaths implements PathManager {
  private Runnable whenClosed = () -> {};
  private final List<String> events = new ArrayList<>();
  private Paths paths;

  /** What happened, in words. */
  public List<String> events() {
    return events;
  }

  /** The commands of the connection. */
  public Paths paths() {
    return paths;
  }

  private void note(Paths p, String event) {
    paths = p;
    events.add(event);
  }

  /** Is run when the connection ends. */
  public void whenClosed(Runnable action) {
    whenClosed = action;
  }

  @Override
  public void onEstablished(Paths p) {
    note(p, "established");
  }

  @Override
  public void onAddressAnnounced(Paths p, int addressId, InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    note(p, "announced " + addressId + " " + host + " " + address.getPort());
  }

  @Override
  public void onAddressRemoved(Paths p, int addressId) {
    note(p, "removed " + addressId);
  }

  @Override
  public void onSubflowUp(Paths p, Subflow subflow) {
    note(p, "up " + subflow.id());
  }

  @Override
  public void onSubflowDown(Paths p, Subflow subflow, CloseReason reason) {
    note(p, "down " + subflow.id() + " " + reason.kind());
  }

  @Override
  public void onClosed(Paths p) {
    note(p, "closed");
    whenClosed.run();
  }
}
