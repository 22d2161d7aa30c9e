package org.mptcp4j.impl.mptcp;

import java.util.ArrayList;
import java.util.List;
import org.mptcp4j.Subflow;
import org.mptcp4j.spi.Scheduler;

/** One question to the scheduler, and its answer. Reused. */
final class ScheduleRound implements Scheduler.Request {
  private final SubflowSet subflows;
  private final List<TcpSubflow> candidates = new ArrayList<>();
  private final List<TcpSubflow> chosen = new ArrayList<>();
  private long nowNanos;
  private long availableBytes;
  private long sendWindow;
  private boolean reinjection;

  ScheduleRound(SubflowSet subflows) {
    this.subflows = subflows;
  }

  void begin(long now, long available, long window, boolean isReinjection) {
    nowNanos = now;
    availableBytes = available;
    sendWindow = window;
    reinjection = isReinjection;
    candidates.clear();
    chosen.clear();
  }

  void candidate(TcpSubflow subflow) {
    candidates.add(subflow);
  }

  /** Whether somebody could take data: otherwise there is nothing to ask. */
  boolean worthAsking() {
    for (int i = 0; i < candidates.size(); i++) {
      if (candidates.get(i).quota(availableBytes) > 0) {
        return true;
      }
    }
    return false;
  }

  /** The answer where nobody has to be asked. */
  List<TcpSubflow> only(TcpSubflow subflow) {
    chosen.clear();
    chosen.add(subflow);
    return chosen;
  }

  List<TcpSubflow> chosen() {
    return chosen;
  }

  @Override
  public long nowNanos() {
    return nowNanos;
  }

  @Override
  public long availableBytes() {
    return availableBytes;
  }

  @Override
  public boolean reinjection() {
    return reinjection;
  }

  @Override
  public boolean backupsNeeded() {
    return subflows.backupsNeeded();
  }

  @Override
  public long sendWindow() {
    return sendWindow;
  }

  @Override
  public int subflowCount() {
    return candidates.size();
  }

  @Override
  public Subflow subflow(int index) {
    return candidates.get(index);
  }

  @Override
  public void send(Subflow subflow) {
    if (subflow instanceof TcpSubflow mine
        && candidates.contains(mine)
        && mine.quota(availableBytes) > 0
        && !chosen.contains(mine)) {
      chosen.add(mine);
    }
  }
}
