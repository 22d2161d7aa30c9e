package org.mptcp4j.tproxy.linux;

import java.io.IOException;
import java.util.List;
import org.mptcp4j.engine.DeviceGroup;
import org.mptcp4j.engine.PacketDevice;
import org.mptcp4j.tproxy.PlatformDevices;
import org.mptcp4j.tproxy.linux.route.Undo;

/** The open devices, and what was done for them. */
final class LinuxDevices implements PlatformDevices {
  private final List<DeviceGroup> queues;
  private final DeviceGroup first;
  private final List<String> actions;
  private final Undo undo;

  /**
   * @param undo closes the queues too
   */
  LinuxDevices(List<DeviceGroup> queues, List<String> actions, Undo undo) {
    this.queues = List.copyOf(queues);
    first = queues.get(0);
    this.actions = List.copyOf(actions);
    this.undo = undo;
  }

  @Override
  public List<DeviceGroup> queues() {
    return queues;
  }

  @Override
  public List<PacketDevice> devices() {
    return first.devices();
  }

  @Override
  public List<String> actions() {
    return actions;
  }

  @Override
  public void await(long nanos) throws IOException {
    first.await(nanos);
  }

  @Override
  public boolean ready(int index) {
    return first.ready(index);
  }

  @Override
  public void wakeup() {
    first.wakeup();
  }

  @Override
  public void close() throws IOException {
    undo.run();
  }
}
