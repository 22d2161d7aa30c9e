package org.mptcp4j.impl.driver;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.impl.stack.Siblings;
import org.mptcp4j.impl.wire.FlowKey;

/** Engines that share their zones, each on a thread of its own: whose which flow and token is. */
public final class SiblingGroup {
  private final Map<FlowKey, Inbox> flows = new ConcurrentHashMap<>();
  private final Map<Integer, Inbox> tokens = new ConcurrentHashMap<>();
  private final int count;
  private final long inboxBytes;

  /**
   * @param count how many engines there are
   * @param inboxBytes of packets that may wait for each of them, having come in elsewhere
   */
  public SiblingGroup(int count, long inboxBytes) {
    this.count = count;
    this.inboxBytes = inboxBytes;
  }

  /** What the engine with that index sees of the others; to be made once. */
  public Siblings seat(int index) {
    return new Seat(index);
  }

  /** Flows and tokens that somebody has. */
  int entries() {
    return flows.size() + tokens.size();
  }

  private final class Seat implements Siblings {
    private final int index;
    private final Inbox inbox = new Inbox(inboxBytes);

    private Seat(int index) {
      this.index = index;
    }

    @Override
    public int count() {
      return count;
    }

    @Override
    public int index() {
      return index;
    }

    @Override
    public boolean claim(FlowKey flow) {
      Inbox before = flows.putIfAbsent(flow, inbox);
      return before == null || before == inbox;
    }

    @Override
    public void release(FlowKey flow) {
      flows.remove(flow, inbox);
    }

    @Override
    public boolean isForeign(FlowKey flow) {
      Inbox owner = flows.get(flow);
      return owner != null && owner != inbox;
    }

    @Override
    public boolean claimToken(int token) {
      return tokens.putIfAbsent(token, inbox) == null;
    }

    @Override
    public void releaseToken(int token) {
      tokens.remove(token, inbox);
    }

    @Override
    public Handover handOver(FlowKey flow, int zone, PacketBuffer packet) {
      return hand(flows.get(flow), zone, packet);
    }

    @Override
    public Handover handOverJoin(int token, int zone, PacketBuffer packet) {
      return hand(tokens.get(token), zone, packet);
    }

    private Handover hand(Inbox owner, int zone, PacketBuffer packet) {
      if (owner == null || owner == inbox) {
        return Handover.NOBODYS;
      }
      return owner.offer(zone, packet) ? Handover.TAKEN : Handover.DROPPED;
    }

    @Override
    public boolean waiting() {
      return !inbox.isEmpty();
    }

    @Override
    public void beginTaking() {
      inbox.rearm();
    }

    @Override
    public Handed take() {
      return inbox.take();
    }

    @Override
    public void onArrival(Runnable action) {
      inbox.onArrival(action);
    }
  }
}
