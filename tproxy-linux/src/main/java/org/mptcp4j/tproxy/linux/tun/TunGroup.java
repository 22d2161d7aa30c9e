package org.mptcp4j.tproxy.linux.tun;

import java.io.IOException;
import java.util.List;
import org.mptcp4j.engine.DeviceGroup;
import org.mptcp4j.engine.PacketDevice;

/** TUN devices, or a queue of each, that one thread drives, and the waiting on them. */
public final class TunGroup implements DeviceGroup {
  private final List<PacketDevice> devices;
  private final List<TunDevice> tuns;
  private final TunPoller poller;

  /**
   * @param devices what the driver sees, in the order of {@code tuns}: these themselves, or what
   *     stands before them
   * @param tuns closed with this group
   */
  public TunGroup(List<? extends PacketDevice> devices, List<TunDevice> tuns) throws IOException {
    this.devices = List.copyOf(devices);
    this.tuns = List.copyOf(tuns);
    poller = new TunPoller(tuns);
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

  /** The kernel gives what came to a queue to the device's others, where there are any. */
  @Override
  public void close() {
    poller.close();
    tuns.forEach(TunDevice::close);
  }
}
