package org.mptcp4j.examples.compare;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.engine.Addresses;
import org.mptcp4j.examples.emulator.EmulatedDirection;
import org.mptcp4j.examples.emulator.EmulatedLink;
import org.mptcp4j.examples.emulator.LinkEmulator;
import org.mptcp4j.examples.namespace.Namespaces;
import org.mptcp4j.examples.pairs.Flow;
import org.mptcp4j.examples.pairs.OurHost;

/**
 * A link of a site, with the kernel at both ends and, where it is asked for, a host of ours behind
 * each:
 *
 * <pre>
 *  host&lt;N&gt; 10.N.1.2 --- link&lt;N&gt; 10.N.0.1 ======= link&lt;N&gt; 10.N.0.2 --- host&lt;N&gt; 10.N.2.2
 * </pre>
 */
final class Lane implements Closeable {
  private final Site site;
  private final int number;
  private final LinkEmulator emulator;
  private final long seed;
  private OurHost ourSenders;
  private OurHost ourReceivers;

  private Lane(Site site, int number, LinkEmulator emulator, long seed) {
    this.site = site;
    this.number = number;
    this.emulator = emulator;
    this.seed = seed;
  }

  /**
   * @param number 1 to 255, unique in the site
   * @param seed of the link's model and of our hosts
   */
  static Lane open(Site site, int number, Cell cell, long seed) throws IOException {
    String a = Namespaces.birthName();
    String b = Namespaces.birthName();
    EmulatedLink link = EmulatedLink.open("link" + number, a, b, cell.link(), seed);
    try {
      attach(site, number, a, site.senders(), 1, cell.link().mtu());
      attach(site, number, b, site.receivers(), 2, cell.link().mtu());
      return new Lane(site, number, new LinkEmulator(List.of(link)), seed);
    } catch (IOException e) {
      link.close();
      throw e;
    }
  }

  private static void attach(
      Site site, int number, String device, String namespace, int side, int mtu)
      throws IOException {
    String name = "link" + number;
    site.namespaces().move(device, namespace, name, mtu);
    site.namespaces()
        .batch(
            namespace,
            List.of(
                "addr add " + kernelAddress(number, side) + "/24 dev " + name,
                "route add 10." + number + "." + (3 - side) + ".0/24 dev " + name));
  }

  private EmulatedLink link() {
    return emulator.links().get(0);
  }

  /**
   * What became of the senders' packets.
   *
   * @throws IOException where the link does not work
   */
  EmulatedDirection.Tally tally() throws IOException {
    emulator.check();
    return link().up().tally();
  }

  Endpoint sender(Flow flow, int port, ConnectionOptions options) throws IOException {
    String remote = receiverAddress(flow);
    if (flow.sender() == Flow.Tcp.KERNEL) {
      return KernelEndpoint.sender(site.senders(), remote, port);
    }
    if (ourSenders == null) {
      ourSenders = host(site.senders(), 1);
    }
    InetSocketAddress address = new InetSocketAddress(Addresses.literal(remote), port);
    return new OurSender(ourSenders, address, options);
  }

  Endpoint receiver(Flow flow, int port, ConnectionOptions options) throws IOException {
    if (flow.receiver() == Flow.Tcp.KERNEL) {
      return KernelEndpoint.receiver(site.receivers(), receiverAddress(flow), port);
    }
    if (ourReceivers == null) {
      ourReceivers = host(site.receivers(), 2);
    }
    return new OurReceiver(ourReceivers, port, options);
  }

  private OurHost host(String namespace, int side) throws IOException {
    return OurHost.open(
        site.namespaces(),
        namespace,
        List.of(new OurHost.Face("host" + number, ourAddress(side))),
        link().a().mtu(),
        seed + side);
  }

  private String receiverAddress(Flow flow) {
    return flow.receiver() == Flow.Tcp.KERNEL ? kernelAddress(number, 2) : ourAddress(2);
  }

  private static String kernelAddress(int number, int side) {
    return "10." + number + ".0." + side;
  }

  private String ourAddress(int side) {
    return "10." + number + "." + side + ".2";
  }

  @Override
  public void close() throws IOException {
    try (emulator) {
      if (ourSenders != null) {
        ourSenders.close();
      }
      if (ourReceivers != null) {
        ourReceivers.close();
      }
    }
  }
}
