package org.mptcp4j.gateway;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.mptcp4j.CloseReason;
import org.mptcp4j.Subflow;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.engine.Zone;
import org.mptcp4j.spi.PathManager;

/**
 * The HCPE's side of figure 5 (draft-peirens-mptcp-transparent-00): joins from HCPE@2 to HAG@2 over
 * each secondary access, at once where HAG@2 is configured, else when the HAG announces it. A join
 * that fails or a subflow that is lost is tried again, later and later.
 *
 * <p>S@ can't be reached over a secondary access: nothing is ever opened towards it.
 */
final class HcpePaths implements PathManager {
  private static final int CONFIGURED = -1;

  private final HcpeOptions options;
  private final List<Join> joins = new ArrayList<>(2);

  HcpePaths(HcpeOptions options) {
    this.options = options;
  }

  /** One pair of addresses to be kept connected. */
  private static final class Join {
    final HcpeAccess access;
    final InetSocketAddress hag;
    final int addressId;
    int failures;
    long dueNanos = Long.MAX_VALUE;

    Join(HcpeAccess access, InetSocketAddress hag, int addressId) {
      this.access = access;
      this.hag = hag;
      this.addressId = addressId;
    }

    boolean matches(Subflow subflow) {
      return subflow.zone().equals(access.zone().name()) && subflow.remoteAddress().equals(hag);
    }
  }

  @Override
  public void onEstablished(Paths paths) {
    int port = paths.initialRemote().getPort();
    for (HcpeAccess access : secondaries()) {
      for (InetAddress hag : access.hags()) {
        add(paths, new Join(access, new InetSocketAddress(hag, port), CONFIGURED));
      }
    }
    // The HAG may have announced itself before MPTCP was confirmed.
    openMissing(paths);
  }

  @Override
  public void onAddressAnnounced(Paths paths, int addressId, InetSocketAddress address) {
    if (address.getAddress().equals(paths.initialRemote().getAddress())) {
      return;
    }
    boolean onLink =
        secondaries().stream().anyMatch(access -> linkHolds(paths, access, address.getAddress()));
    for (HcpeAccess access : secondaries()) {
      boolean reaches = !onLink || linkHolds(paths, access, address.getAddress());
      if (access.hags().isEmpty() && reaches) {
        add(paths, new Join(access, address, addressId));
      }
    }
  }

  @Override
  public void onAddressRemoved(Paths paths, int addressId) {
    joins.removeIf(join -> join.addressId == addressId && addressId != CONFIGURED);
  }

  @Override
  public void onSubflowUp(Paths paths, Subflow subflow) {
    Join join = joinOf(subflow);
    if (join != null) {
      join.failures = 0;
      join.dueNanos = Long.MAX_VALUE;
    }
  }

  @Override
  public void onSubflowDown(Paths paths, Subflow subflow, CloseReason reason) {
    Join join = joinOf(subflow);
    if (join != null) {
      postpone(paths, join);
      setAlarm(paths);
    }
  }

  @Override
  public void onZoneChanged(Paths paths, Zone zone) {
    openMissing(paths);
  }

  @Override
  public void onAlarm(Paths paths) {
    for (Join join : joins) {
      if (join.dueNanos <= paths.nowNanos()) {
        openWhereMissing(paths, join);
      }
    }
    setAlarm(paths);
  }

  private List<HcpeAccess> secondaries() {
    return options.accesses().subList(1, options.accesses().size());
  }

  private void add(Paths paths, Join join) {
    boolean known =
        joins.stream().anyMatch(j -> j.access.equals(join.access) && j.hag.equals(join.hag));
    if (!known && ownAddress(paths, join) != null) {
      joins.add(join);
      open(paths, join);
      setAlarm(paths);
    }
  }

  private void openMissing(Paths paths) {
    for (Join join : joins) {
      openWhereMissing(paths, join);
    }
    setAlarm(paths);
  }

  private void openWhereMissing(Paths paths, Join join) {
    if (connected(paths, join)) {
      join.dueNanos = Long.MAX_VALUE;
    } else {
      open(paths, join);
    }
  }

  private void open(Paths paths, Join join) {
    join.dueNanos = Long.MAX_VALUE;
    InetAddress own = ownAddress(paths, join);
    if (own == null) {
      return;
    }
    Zone zone = paths.zones().get(join.access.zone().index());
    InetSocketAddress local = new InetSocketAddress(own, 0);
    if (!paths.open(new ConnectTarget(zone, local, join.hag), join.access.backup())) {
      postpone(paths, join);
    }
  }

  private void postpone(Paths paths, Join join) {
    if (++join.failures <= options.retry().attempts()) {
      join.dueNanos = paths.nowNanos() + options.retry().waitNanos(join.failures);
    }
  }

  private void setAlarm(Paths paths) {
    long next = Long.MAX_VALUE;
    for (Join join : joins) {
      next = Math.min(next, join.dueNanos);
    }
    if (next != Long.MAX_VALUE) {
      paths.alarm(next);
    }
  }

  private Join joinOf(Subflow subflow) {
    for (Join join : joins) {
      if (join.matches(subflow)) {
        return join;
      }
    }
    return null;
  }

  private static boolean connected(Paths paths, Join join) {
    return paths.subflows().stream().anyMatch(join::matches);
  }

  /** HCPE@2 of the same family as HAG@2, or null. */
  private static InetAddress ownAddress(Paths paths, Join join) {
    int length = join.hag.getAddress().getAddress().length;
    for (Zone.Prefix own : paths.zones().get(join.access.zone().index()).addresses()) {
      if (own.address().getAddress().length == length) {
        return own.address();
      }
    }
    return null;
  }

  private static boolean linkHolds(Paths paths, HcpeAccess access, InetAddress address) {
    return Bypass.inAny(paths.zones().get(access.zone().index()).addresses(), address);
  }
}
