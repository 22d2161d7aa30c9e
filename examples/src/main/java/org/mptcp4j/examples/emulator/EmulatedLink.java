package org.mptcp4j.examples.emulator;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import org.mptcp4j.sim.link.LinkSpec;
import org.mptcp4j.tproxy.linux.tun.TunDevice;

/**
 * A link with a TUN device at each end, which may be moved to a network namespace and renamed
 * there.
 *
 * @param name of the link
 * @param up from end {@code a} to end {@code b}
 * @param down from end {@code b} to end {@code a}
 */
public record EmulatedLink(
    String name, TunDevice a, TunDevice b, EmulatedDirection up, EmulatedDirection down) {

  /**
   * Makes both devices in this network namespace.
   *
   * @param seed decides on loss, jitter and reordering
   */
  public static EmulatedLink open(
      String name, String deviceA, String deviceB, LinkSpec spec, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    TunDevice a = TunDevice.open(deviceA, spec.mtu());
    try {
      TunDevice b = TunDevice.open(deviceB, spec.mtu());
      return new EmulatedLink(
          name,
          a,
          b,
          new EmulatedDirection(a, b, spec, random.split()::nextLong),
          new EmulatedDirection(b, a, spec, random.split()::nextLong));
    } catch (IOException e) {
      a.close();
      throw e;
    }
  }

  List<EmulatedDirection> directions() {
    return List.of(up, down);
  }

  List<TunDevice> devices() {
    return List.of(a, b);
  }

  public void close() {
    a.close();
    b.close();
  }
}
