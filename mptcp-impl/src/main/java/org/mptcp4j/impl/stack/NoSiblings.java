package org.mptcp4j.impl.stack;

import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.impl.wire.FlowKey;

/** An engine alone: all is its own, and nothing needs to be noted. */
public final class NoSiblings implements Siblings {
  @Override
  public int count() {
    return 1;
  }

  @Override
  public int index() {
    return 0;
  }

  @Override
  public boolean claim(FlowKey flow) {
    return true;
  }

  @Override
  public void release(FlowKey flow) {}

  @Override
  public boolean isForeign(FlowKey flow) {
    return false;
  }

  @Override
  public boolean claimToken(int token) {
    return true;
  }

  @Override
  public void releaseToken(int token) {}

  @Override
  public Handover handOver(FlowKey flow, int zone, PacketBuffer packet) {
    return Handover.NOBODYS;
  }

  @Override
  public Handover handOverJoin(int token, int zone, PacketBuffer packet) {
    return Handover.NOBODYS;
  }

  @Override
  public boolean waiting() {
    return false;
  }

  @Override
  public void beginTaking() {}

  @Override
  public Handed take() {
    return null;
  }

  @Override
  public void onArrival(Runnable action) {}
}
