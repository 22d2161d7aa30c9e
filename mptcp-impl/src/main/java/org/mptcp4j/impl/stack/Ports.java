package org.mptcp4j.impl.stack;

import java.net.InetSocketAddress;
import org.mptcp4j.engine.Entropy;
import org.mptcp4j.engine.Zone;
import org.mptcp4j.impl.tcp.TimeWait;
import org.mptcp4j.impl.wire.Flow;
import org.mptcp4j.impl.wire.FlowKey;
import org.mptcp4j.impl.wire.IpAddress;

/** Local ports for flows that this stack opens: at random (RFC 6056, section 3.3.1). */
final class Ports {
  private static final int FIRST = 32_768;
  private static final int COUNT = 28_232;

  private final FlowTable flows;
  private final Entropy entropy;
  private final TimeWaits timeWaits;
  private final Siblings siblings;

  Ports(FlowTable flows, Entropy entropy, TimeWaits timeWaits, Siblings siblings) {
    this.flows = flows;
    this.entropy = entropy;
    this.timeWaits = timeWaits;
    this.siblings = siblings;
  }

  FlowKey allocate(Zone zone, InetSocketAddress local, InetSocketAddress remote) {
    IpAddress from = IpAddress.of(local.getAddress());
    IpAddress to = IpAddress.of(remote.getAddress());
    if (local.getPort() != 0) {
      FlowKey key = new FlowKey(zone.index(), from, local.getPort(), to, remote.getPort());
      Flow last = flows.get(key);
      if (last instanceof TimeWait rest) {
        // numbers that grow keep the old connection's segments apart (RFC 6191)
        timeWaits.giveUp(rest);
      } else if (last != null || siblings.isForeign(key)) {
        throw new IllegalStateException("port " + local.getPort() + " is in use: " + key);
      }
      return key;
    }
    // every sibling has ports of its own: no two of them choose the same
    int step = siblings.count();
    int choices = COUNT / step;
    int start = (int) Long.remainderUnsigned(entropy.nextLong(), choices);
    for (int i = 0; i < choices; i++) {
      int port = FIRST + (start + i) % choices * step + siblings.index();
      FlowKey key = new FlowKey(zone.index(), from, port, to, remote.getPort());
      if (flows.get(key) == null) {
        return key;
      }
    }
    throw new IllegalStateException("no free port towards " + remote);
  }
}
