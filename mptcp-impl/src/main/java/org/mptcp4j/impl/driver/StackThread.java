package org.mptcp4j.impl.driver;

import org.mptcp4j.MptcpStack;
import org.mptcp4j.engine.DeviceGroup;
import org.mptcp4j.engine.Engine;
import org.mptcp4j.impl.channel.ChannelStack;

/**
 * Puts an engine on a thread of its own: the way from an {@link Engine} to an {@link MptcpStack}.
 */
public final class StackThread {
  private StackThread() {}

  /**
   * Starts a daemon thread that drives {@code engine} over {@code devices} until the stack is
   * closed.
   *
   * @param engine from now on owned by that thread
   * @param devices one for each zone of the engine, in their order; closed with the stack
   * @throws IllegalArgumentException where the numbers of zones and devices differ
   */
  public static MptcpStack start(Engine engine, DeviceGroup devices) {
    int zones = engine.zones().size();
    if (devices.devices().size() != zones) {
      throw new IllegalArgumentException(
          devices.devices().size() + " devices for " + zones + " zones");
    }
    EngineLoop loop = new EngineLoop(engine, devices);
    loop.start();
    return new ChannelStack(loop);
  }
}
