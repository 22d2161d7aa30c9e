package org.mptcp4j.tproxy.linux;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.mptcp4j.engine.DeviceGroup;
import org.mptcp4j.engine.PacketDevice;
import org.mptcp4j.tproxy.linux.tun.TunDevice;
import org.mptcp4j.tproxy.linux.tun.TunPoller;

/** One queue of each device, and the waiting on them. */
final class LinuxQueue implements DeviceGroup {
  private final List<PacketDevice> devices;
  private final List<TunDevice> tuns;
  private final TunPoller poller;

  private LinuxQueue(List<PacketDevice> devices, List<TunDevice> tuns) throws IOException {
    this.devices = List.copyOf(devices);
    this.tuns = List.copyOf(tuns);
    poller = new TunPoller(tuns);
  }

  /** Collects the devices of a queue. */
  static final class Builder {
    private final List<PacketDevice> devices = new ArrayList<>();
    private final List<TunDevice> tuns = new ArrayList<>();

    void add(TunDevice tun, boolean diverted) {
      tuns.add(tun);
      devices.add(diverted ? new DivertedDevice(tun) : tun);
    }

    LinuxQueue build() throws IOException {
      return new LinuxQueue(devices, tuns);
    }
  }

  @Override
  public List<PacketDevice> devices() {
    return devices;
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

  /** The kernel gives what came to this queue to the others, where there are any. */
  @Override
  public void close() {
    poller.close();
    tuns.forEach(TunDevice::close);
  }
}
