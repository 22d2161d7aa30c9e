package org.mptcp4j.tproxy.linux;

import java.io.IOException;
import org.mptcp4j.engine.OutgoingPacket;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.engine.PacketDevice;
import org.mptcp4j.engine.PacketPool;
import org.mptcp4j.tproxy.linux.tun.TunDevice;

/**
 * The TUN device of a diverted interface. What the engine does not claim goes back into the kernel
 * by it, which routes it on: the rules look at the real interface only.
 */
final class DivertedDevice implements PacketDevice {
  private final TunDevice tun;

  DivertedDevice(TunDevice tun) {
    this.tun = tun;
  }

  @Override
  public String name() {
    return tun.name();
  }

  @Override
  public int mtu() {
    return tun.mtu();
  }

  @Override
  public int maxPacketBytes() {
    return tun.maxPacketBytes();
  }

  @Override
  public int bufferBytes() {
    return tun.bufferBytes();
  }

  @Override
  public PacketBuffer receive(PacketPool pool) throws IOException {
    return tun.receive(pool);
  }

  @Override
  public void send(OutgoingPacket packet) {
    tun.send(packet);
  }

  @Override
  public void pass(PacketBuffer packet) {
    if (HopCount.giveBack(packet.bytes())) {
      tun.giveBack(packet);
    }
  }

  @Override
  public void close() {
    tun.close();
  }
}
