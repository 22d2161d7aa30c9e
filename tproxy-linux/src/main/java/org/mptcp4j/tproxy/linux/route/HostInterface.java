package org.mptcp4j.tproxy.linux.route;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.mptcp4j.engine.Zone;
import org.mptcp4j.tproxy.HostDevice;
import org.mptcp4j.tproxy.linux.tun.TunDevice;

/** A TUN device with a host of ours behind it, and the kernel's address as its neighbour. */
public final class HostInterface {
  private static final int QUEUE_PACKETS = 10_000;

  private HostInterface() {}

  /**
   * Opens the device, gives the kernel its addresses there and sets it up.
   *
   * @return its queues
   */
  public static List<TunDevice> open(
      IpCommand ip, HostDevice spec, int queues, List<String> actions, Undo undo)
      throws IOException {
    String name = spec.name();
    boolean existed = NetworkInterfaceFacts.tunDevices(ip).contains(name);
    List<TunDevice> device = TunDevice.openQueues(name, spec.mtu(), spec.offload(), queues);
    undo.add(() -> device.forEach(TunDevice::close));
    actions.add((existed ? "attached to " : "made ") + name);
    NetworkInterfaceFacts facts = NetworkInterfaceFacts.of(ip, name);
    if (existed && !facts.up()) {
      undo.add(() -> ip.run("link", "set", "dev", name, "down"));
    }
    ip.run("link", "set", "dev", name, "addrgenmode", "none");
    ip.run(
        "link",
        "set",
        "dev",
        name,
        "mtu",
        String.valueOf(spec.mtu()),
        "txqueuelen",
        String.valueOf(QUEUE_PACKETS),
        "up");
    for (Zone.Prefix own : spec.addresses()) {
      giveAddress(ip, name, own, existed, actions, undo);
    }
    return device;
  }

  private static void giveAddress(
      IpCommand ip, String name, Zone.Prefix own, boolean existed, List<String> actions, Undo undo)
      throws IOException {
    for (Zone.Prefix theirs : NetworkInterfaceFacts.of(ip, name).addresses()) {
      if (theirs.address().equals(own.address())) {
        throw new IOException(
            own.address().getHostAddress()
                + " is the kernel's own address on "
                + name
                + ": choose another one for the stack");
      }
      if (own.contains(theirs.address())) {
        return;
      }
    }
    Optional<InetAddress> neighbour = neighbour(own);
    Family family = Family.of(own.address());
    String add =
        neighbour
            .map(
                a ->
                    "addr add "
                        + a.getHostAddress()
                        + "/"
                        + own.length()
                        + " dev "
                        + name
                        + (family == Family.V6 ? " nodad" : ""))
            .orElse("route add " + own + " dev " + name);
    ip.batch(family, List.of(add));
    if (existed) {
      String remove = add.replace(" add ", " del ").replace(" nodad", "");
      undo.add(() -> ip.batch(family, List.of(remove)));
    }
    actions.add(
        neighbour
            .map(a -> name + ": the kernel has " + a.getHostAddress() + "/" + own.length())
            .orElse(name + ": route to " + own.address().getHostAddress()));
  }

  /**
   * The first host address of the prefix that is not {@code own}; empty where it holds one address
   * only. The all-zeros address, and in IPv4 the all-ones one, is no host's unless the link is a
   * point-to-point one (RFC 3021, RFC 6164).
   */
  static Optional<InetAddress> neighbour(Zone.Prefix own) {
    byte[] bytes = own.address().getAddress();
    int hostBits = bytes.length * 8 - own.length();
    if (hostBits == 0) {
      return Optional.empty();
    }
    BigInteger mine = new BigInteger(1, bytes);
    BigInteger network = mine.shiftRight(hostBits).shiftLeft(hostBits);
    BigInteger candidate = hostBits == 1 ? network : network.add(BigInteger.ONE);
    if (candidate.equals(mine)) {
      candidate = candidate.add(BigInteger.ONE);
    }
    return Optional.of(address(candidate, bytes.length));
  }

  private static InetAddress address(BigInteger value, int length) {
    byte[] bytes = new byte[length];
    byte[] raw = value.toByteArray();
    int count = Math.min(raw.length, length);
    System.arraycopy(raw, raw.length - count, bytes, length - count, count);
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
