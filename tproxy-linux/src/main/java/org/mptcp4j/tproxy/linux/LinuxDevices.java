package org.mptcp4j.tproxy.linux;

import java.io.IOException;
import java.util.List;
import org.mptcp4j.engine.PacketDevice;
import org.mptcp4j.tproxy.PlatformDevices;
import org.mptcp4j.tproxy.linux.route.Undo;
import org.mptcp4j.tproxy.linux.tun.TunPoller;

/** The open devices, and what was done for them. */
final class LinuxDevices implements PlatformDevices {
  private final List<PacketDevice> devices;
  private final TunPoller poller;
  private final List<String> actions;
  private final Undo undo;

  LinuxDevices(List<PacketDevice> devices, TunPoller poller, List<String> actions, Undo undo) {
    this.devices = List.copyOf(devices);
    this.poller = poller;
    this.actions = List.copyOf(actions);
    this.undo = undo;
  }

  @Override
  public List<PacketDevice> devices() {
    return devices;
  }

  @Override
  public List<String> actions() {
    return actions;
  }

  @Override
  public void await(long nanos) throws IOException {
    poller.await(nanos);
  }

  @Override
  public boolean ready(int index) {
    return poller.ready(index);
  }

  @Override
  public void wakeup() {
    poller.wakeup();
  }

  @Override
  public void close() throws IOException {
    poller.close();
    undo.run();
  }
}
