package org.mptcp4j.impl.mptcp;

import java.net.InetSocketAddress;
import java.util.List;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.engine.Zone;
import org.mptcp4j.impl.buffer.MemoryBudget;
import org.mptcp4j.impl.mptcp.data.ChunkPool;
import org.mptcp4j.impl.mptcp.handshake.Negotiation;
import org.mptcp4j.impl.tcp.TimeWait;
import org.mptcp4j.impl.wire.FlowKey;

/** What a connection needs of the stack above it. */
public interface StackServices {
  long nextRandom();

  /** What all connections of the stack together may hold, and do. */
  MemoryBudget memory();

  /** Where the mappings of data that is sent come from. */
  ChunkPool chunks();

  List<Zone> zones();

  void count(Mib counter, long amount);

  default void count(Mib counter) {
    count(counter, 1);
  }

  /** The connection has events, output or a new deadline. */
  void touch(MultipathConnection connection);

  /** A subflow's segments are to reach it; false where its key is taken. */
  boolean register(TcpSubflow subflow);

  /** The subflow needs no more segments. */
  void unregister(TcpSubflow subflow);

  /** The subflow is in TIME-WAIT, where {@code rest} takes its place. */
  void timeWait(TcpSubflow subflow, TimeWait rest);

  /** Whether no connection of this stack has that token; then it is reserved for this one. */
  boolean reserveToken(int token, MultipathConnection connection);

  void releaseToken(int token);

  /**
   * What to offer a destination: the first version that it is not known to refuse, {@link
   * MptcpVersion#OFF} where it swallows SYNs that offer one.
   *
   * @param versions in order of preference
   */
  MptcpVersion offer(InetSocketAddress destination, List<MptcpVersion> versions);

  /** A client's SYN+ACK came: remembers for the next SYN to that destination what it tells. */
  void learn(InetSocketAddress destination, Negotiation negotiation);

  /** Room for one more MP_JOIN that waits for its third ACK; false where there are too many. */
  boolean admitJoin();

  /** An admitted MP_JOIN is half open no longer. */
  void settleJoin();

  /**
   * The key of a new subflow, with a free port where {@code local} has port 0.
   *
   * @throws IllegalStateException where the port is taken or none is left
   */
  FlowKey allocate(Zone zone, InetSocketAddress local, InetSocketAddress remote);

  /** TCP's parameters for a flow in its zone. */
  org.mptcp4j.impl.tcp.TcpParameters parameters(
      FlowKey key, Zone zone, org.mptcp4j.ConnectionOptions options);
}
