package org.mptcp4j.gateway;

import java.util.List;
import java.util.Optional;
import org.mptcp4j.ConnectionInfo;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.Subflow;
import org.mptcp4j.SubflowInfo;
import org.mptcp4j.SubflowState;
import org.mptcp4j.engine.EngineConnection;
import org.mptcp4j.engine.SynInfo;

/** A connection that a gateway relays: what a log or an operator wants to know of it. */
public final class GatewayConnection {
  private final long id;
  private final SynInfo syn;
  private final EngineConnection multipathLeg;
  private final PathTally tally = new PathTally();
  private final long openedNanos;
  private ConnectionInfo lastInfo;
  private long closedNanos;

  GatewayConnection(long id, SynInfo syn, EngineConnection multipathLeg, long nowNanos) {
    this.id = id;
    this.syn = syn;
    this.multipathLeg = multipathLeg;
    this.openedNanos = nowNanos;
    tally.watch(multipathLeg);
  }

  /** Unique in its gateway, counted from 1. */
  public long id() {
    return id;
  }

  /** The SYN that opened it: from whom, to whom, where it came in. */
  public SynInfo syn() {
    return syn;
  }

  /** What runs on the access side; {@link MptcpVersion#OFF} after a fallback to plain TCP. */
  public MptcpVersion version() {
    return info().version();
  }

  /** Why the access side runs over plain TCP. */
  public Optional<String> fallback() {
    return info().fallback();
  }

  /** The subflows that may carry data now. */
  public int pathCount() {
    return lastInfo != null
        ? 0
        : (int)
            multipathLeg.subflows().stream()
                .filter(subflow -> subflow.state() == SubflowState.ESTABLISHED)
                .count();
  }

  /** Live views of the subflows of the access side that are not closed, oldest first. */
  public List<Subflow> subflows() {
    return lastInfo != null ? List.of() : multipathLeg.subflows();
  }

  /**
   * The subflows of the access side with all their figures: the last eight that ended as they were
   * then, and those that there are, oldest first.
   */
  public List<SubflowInfo> subflowInfos() {
    return tally.infos();
  }

  /** What each access has carried so far, in the order of their first use. */
  public List<PathBytes> perAccess() {
    return tally.perAccess();
  }

  /** When the SYN came, in nanoseconds of the engine's clock. */
  public long openedNanos() {
    return openedNanos;
  }

  /** When the last leg was gone, in nanoseconds of the engine's clock; 0 before. */
  public long closedNanos() {
    return closedNanos;
  }

  /** The multipath leg at this moment, or as it was when it closed. */
  public ConnectionInfo info() {
    return lastInfo != null ? lastInfo : multipathLeg.info();
  }

  boolean isMultipathLeg(EngineConnection leg) {
    return leg == multipathLeg;
  }

  void subflowUp() {
    tally.watch(multipathLeg);
  }

  void subflowDown(Subflow subflow) {
    tally.down(subflow);
  }

  void multipathLegClosed() {
    lastInfo = multipathLeg.info();
    tally.allDown();
  }

  void gone(long nowNanos) {
    closedNanos = nowNanos;
  }

  /** One line for a log. */
  @Override
  public String toString() {
    return "#" + id + " " + syn.remote() + " > " + syn.local() + " on " + syn.zone().name();
  }
}
