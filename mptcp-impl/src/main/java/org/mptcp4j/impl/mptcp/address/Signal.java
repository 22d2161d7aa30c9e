package org.mptcp4j.impl.mptcp.address;

import java.util.List;
import org.mptcp4j.impl.wire.IpAddress;

/** What an ACK tells of addresses and priorities (RFC 8684, sections 3.3.8 and 3.4). */
public sealed interface Signal {
  /** ADD_ADDR; port 0 for none. */
  record Announce(int id, IpAddress address, int port) implements Signal {}

  /** The echo of an ADD_ADDR: version 1. */
  record Echo(int id, IpAddress address, int port) implements Signal {}

  /** REMOVE_ADDR. */
  record Withdraw(List<Integer> ids) implements Signal {
    public Withdraw {
      ids = List.copyOf(ids);
    }
  }

  /** MP_PRIO for the subflow that carries it. */
  record Prioritize(boolean backup) implements Signal {}

  /** MP_PRIO for all subflows that use the sender's address: version 0. */
  record PrioritizeAddress(int id, boolean backup) implements Signal {}
}
