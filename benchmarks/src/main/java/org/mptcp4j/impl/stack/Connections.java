package org.mptcp4j.impl.stack;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.SplittableRandom;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.engine.Addresses;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.engine.ConnectionHandler;
import org.mptcp4j.engine.EngineOptions;
import org.mptcp4j.engine.PacketPool;
import org.mptcp4j.engine.Zone;
import org.mptcp4j.impl.mptcp.TcpSubflow;

/** Many real connections between two addresses, told apart by their ports. */
final class Connections {
  static final InetAddress LOCAL = Addresses.literal("10.0.0.1");
  static final InetAddress REMOTE = Addresses.literal("10.0.0.2");

  private static final long MEMORY_BYTES = 1 << 20;
  private static final int FIRST_PORT = 1024;
  private static final int REMOTE_PORT_BITS = 15;
  private static final ConnectionHandler NOTHING = new ConnectionHandler() {};

  private final ConnectionOptions options =
      ConnectionOptions.defaults().withVersion(MptcpVersion.OFF);
  private final Zone zone = Zone.host(0, "zone", 1500, List.of(Zone.Prefix.parse("10.0.0.1")));
  private final EngineStack engine;

  Connections(int most) {
    engine =
        new EngineStack(
            new EngineOptions(
                List.of(zone),
                new SplittableRandom(1)::nextLong,
                new PacketPool(2048, 0),
                most,
                1,
                1,
                1,
                MEMORY_BYTES));
  }

  static int localPort(int i) {
    return FIRST_PORT + (i >>> REMOTE_PORT_BITS);
  }

  static int remotePort(int i) {
    return FIRST_PORT + (i & (1 << REMOTE_PORT_BITS) - 1);
  }

  /** Opens connection {@code i}; its SYN never leaves. */
  TcpSubflow open(int i) {
    ConnectTarget target =
        new ConnectTarget(
            zone,
            new InetSocketAddress(LOCAL, localPort(i)),
            new InetSocketAddress(REMOTE, remotePort(i)));
    return (TcpSubflow) engine.connect(target, options, NOTHING).subflows().get(0);
  }
}
