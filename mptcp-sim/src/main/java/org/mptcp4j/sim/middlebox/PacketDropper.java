package org.mptcp4j.sim.middlebox;

/**
 * A box that drops what is selected: all SYNs with an option that it does not know, or the third
 * ACK once.
 */
public final class PacketDropper extends TcpMiddlebox {
  public PacketDropper(Selection selection) {
    super(selection);
  }

  @Override
  protected void onSelected(Arrival arrival, Output out) {
    // lost
  }
}
