package org.mptcp4j.sim.middlebox;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import org.mptcp4j.sim.Direction;

/**
 * A network address and port translator (RFC 3022): what comes from the link's side A gets the
 * public address and a port of its own. What comes back to an unknown port is dropped.
 */
public final class Nat extends TcpMiddlebox {
  private final InetAddress publicAddress;
  private final Map<InetSocketAddress, Integer> ports = new HashMap<>();
  private final Map<Integer, InetSocketAddress> inside = new HashMap<>();
  private int nextPort;
  private long dropped;

  /**
   * @param publicAddress of the family of what passes
   * @param firstPort ports are given from here upwards
   */
  public Nat(InetAddress publicAddress, int firstPort) {
    super(Selection.all());
    this.publicAddress = publicAddress;
    this.nextPort = firstPort;
  }

  /** Forgets all ports: flows that go on get new ones, and are unknown to their servers. */
  public void rebind() {
    ports.clear();
    inside.clear();
  }

  /** Packets from outside that nobody was there for. */
  public long dropped() {
    return dropped;
  }

  @Override
  protected void onSelected(Arrival arrival, Output out) {
    TcpSegment segment = arrival.segment();
    if (arrival.direction() == Direction.A_TO_B) {
      segment.source(new InetSocketAddress(publicAddress, port(segment.source())));
      pass(arrival, out);
      return;
    }
    InetSocketAddress host = inside.get(segment.destination().getPort());
    if (host == null || !segment.destination().getAddress().equals(publicAddress)) {
      dropped++;
      return;
    }
    segment.destination(host);
    pass(arrival, out);
  }

  private int port(InetSocketAddress host) {
    Integer port = ports.get(host);
    if (port == null) {
      port = nextPort++;
      ports.put(host, port);
      inside.put(port, host);
    }
    return port;
  }
}
