package org.mptcp4j.engine;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** The devices of one stack, and the waiting on all of them at once. */
public interface DeviceGroup extends Closeable {
  /** The devices, in order of their zones. */
  List<PacketDevice> devices();

  /**
   * Waits until a packet can be received, {@link #wakeup} was called, or the time is over; may
   * return early for no reason.
   *
   * @param nanos at most so long; 0 returns at once, {@link Long#MAX_VALUE} waits without limit
   */
  void await(long nanos) throws IOException;

  /**
   * Whether the last {@link #await} saw that device {@code index} may have a packet; true where
   * nobody knows.
   */
  default boolean ready(int index) {
    return true;
  }

  /** Ends the current or the next {@link #await}. Any thread may call it. */
  void wakeup();
}
