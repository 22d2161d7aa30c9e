package org.mptcp4j.tproxy;

import java.io.IOException;
import java.util.List;
import org.mptcp4j.engine.DeviceGroup;

/**
 * Devices that a {@link PacketPlatform} opened, in the order of their specs.
 *
 * <p>The devices of {@link Diversion}s hand back what the engine does not claim: their {@link
 * org.mptcp4j.engine.PacketDevice#pass} lets the packet go on as if it had never been diverted.
 */
public interface PlatformDevices extends DeviceGroup {
  /**
   * Groups with one queue of each device, for a thread each; the first is what this group itself
   * waits on. Closing one leaves the others open, and what is set up as it is.
   */
  List<DeviceGroup> queues();

  /**
   * What was changed on this machine, one line each, for the user: devices made, addresses given,
   * rules set, leftovers removed.
   */
  List<String> actions();

  /**
   * Closes the devices and undoes what was set up, except that forwarding stays on: without it
   * nothing would pass after the gateway has gone. Idempotent; any thread may call it, a shutdown
   * hook too.
   */
  @Override
  void close() throws IOException;
}
