package org.mptcp4j.impl.stack;

import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.impl.wire.FlowKey;

/**
 * An engine among those that share its zones: it claims its flows and tokens, and hands over what
 * belongs to another. Asked about what the engine does not know itself, never about a segment of a
 * flow that it has.
 */
public interface Siblings {
  /** What became of a packet that may be another engine's. */
  enum Handover {
    /** No other engine has its flow. */
    NOBODYS,
    /** Its owner gets it. */
    TAKEN,
    /** Its owner has no room for it. */
    DROPPED
  }

  /** A packet that came in elsewhere, and the index of the zone that it came in at. */
  record Handed(int zone, PacketBuffer packet) {}

  /** How many engines there are, this one included. */
  int count();

  /** Which of them this one is, from 0. */
  int index();

  /** Makes a flow this engine's; false where another one has it. */
  boolean claim(FlowKey flow);

  /** Gives up a flow, where it is this engine's. */
  void release(FlowKey flow);

  /** Whether another engine has the flow. */
  boolean isForeign(FlowKey flow);

  /** Makes a token this engine's; false where another one has it. */
  boolean claimToken(int token);

  void releaseToken(int token);

  /** Hands a packet, whose checksum is right, over to the other engine that has its flow. */
  Handover handOver(FlowKey flow, int zone, PacketBuffer packet);

  /** Hands a SYN with MP_JOIN over to the other engine that has the token. */
  Handover handOverJoin(int token, int zone, PacketBuffer packet);

  /** Whether something was handed over to this engine. */
  boolean waiting();

  /** Begins to take what waits: from here on the next arrival is told of. */
  void beginTaking();

  /** The next packet that was handed over, to be released; null where none waits. */
  Handed take();

  /** Who is told, on another engine's thread, that something waits. */
  void onArrival(Runnable action);
}
