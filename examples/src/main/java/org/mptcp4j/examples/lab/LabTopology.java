package org.mptcp4j.examples.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.mptcp4j.examples.emulator.EmulatedLink;
import org.mptcp4j.examples.namespace.Namespaces;
import org.mptcp4j.sim.link.LinkSpec;

/**
 * Four namespaces in a row, with two emulated access links in the middle:
 *
 * <pre>
 *  m4j-h             m4j-hcpe                       m4j-hag              m4j-s
 *  lan 10.0.1.10 --- lan 10.0.1.1
 *                    wan1 10.1.0.2 === dsl === 10.1.0.1 acc1
 *                    wan2 10.2.0.2 === lte === 10.2.0.1 acc2
 *                                           10.3.0.1 core --- core 10.3.0.2
 * </pre>
 *
 * The IPv6 prefixes are fd00:N::/64, N being 1 for the LAN, a1, a2 for the accesses and 3 for the
 * core; the last parts are those above. Without gateways this is plain routing over the dsl.
 */
final class LabTopology {
  static final String H = "m4j-h";
  static final String HCPE = "m4j-hcpe";
  static final String HAG = "m4j-hag";
  static final String S = "m4j-s";
  static final String SERVER_V4 = "10.3.0.2";
  static final String SERVER_V6 = "fd00:3::2";
  private static final String QUEUE = " txqueuelen 10000 up";

  private final Namespaces namespaces;

  LabTopology(Namespaces namespaces) {
    this.namespaces = namespaces;
  }

  static List<String> names() {
    return List.of(H, HCPE, HAG, S);
  }

  /** Makes links, addresses and routes; the emulated links are the caller's to run and close. */
  List<EmulatedLink> build(LinkSpec dsl, LinkSpec lte, long seed) throws IOException {
    wire("lan", H, HCPE);
    wire("core", HAG, S);
    List<EmulatedLink> links = new ArrayList<>();
    try {
      links.add(access("dsl", "1", dsl, seed));
      links.add(access("lte", "2", lte, seed + 1));
      addresses();
      routes();
      return links;
    } catch (IOException e) {
      links.forEach(EmulatedLink::close);
      throw e;
    }
  }

  private void wire(String device, String a, String b) throws IOException {
    namespaces.batch(
        a, List.of("link add " + device + " type veth peer name " + device + " netns " + b));
    for (String end : List.of(a, b)) {
      namespaces.batch(end, List.of("link set dev " + device + QUEUE));
    }
  }

  private EmulatedLink access(String name, String number, LinkSpec spec, long seed)
      throws IOException {
    String near = "m4jtmp-wan" + number;
    String far = "m4jtmp-acc" + number;
    EmulatedLink link = EmulatedLink.open(name, near, far, spec, seed);
    try {
      namespaces.move(near, HCPE, "wan" + number, spec.mtu());
      namespaces.move(far, HAG, "acc" + number, spec.mtu());
      return link;
    } catch (IOException e) {
      link.close();
      throw e;
    }
  }

  private void addresses() throws IOException {
    give(H, "lan", "10.0.1.10/24", "fd00:1::10/64");
    give(HCPE, "lan", "10.0.1.1/24", "fd00:1::1/64");
    give(HCPE, "wan1", "10.1.0.2/24", "fd00:a1::2/64");
    give(HCPE, "wan2", "10.2.0.2/24", "fd00:a2::2/64");
    give(HAG, "acc1", "10.1.0.1/24", "fd00:a1::1/64");
    give(HAG, "acc2", "10.2.0.1/24", "fd00:a2::1/64");
    give(HAG, "core", "10.3.0.1/24", "fd00:3::1/64");
    give(S, "core", SERVER_V4 + "/24", SERVER_V6 + "/64");
  }

  private void give(String namespace, String device, String v4, String v6) throws IOException {
    namespaces.batch(
        namespace,
        List.of(
            "addr add " + v4 + " dev " + device, "addr add " + v6 + " dev " + device + " nodad"));
  }

  private void routes() throws IOException {
    for (String router : List.of(HCPE, HAG, S)) {
      namespaces.sysctl(router, "net.ipv4.ip_forward", 1);
      namespaces.sysctl(router, "net.ipv6.conf.all.forwarding", 1);
    }
    namespaces.batch(
        H, List.of("route add default via 10.0.1.1", "route add default via fd00:1::1"));
    namespaces.batch(
        HCPE, List.of("route add default via 10.1.0.1", "route add default via fd00:a1::1"));
    namespaces.batch(
        HAG,
        List.of(
            "route add 10.0.1.0/24 via 10.1.0.2",
            "route add fd00:1::/64 via fd00:a1::2",
            "route add default via " + SERVER_V4,
            "route add default via " + SERVER_V6));
    namespaces.batch(
        S,
        List.of(
            "route add 10.0.0.0/14 via 10.3.0.1",
            "route add fd00:1::/64 via fd00:3::1",
            "route add fd00:a1::/64 via fd00:3::1",
            "route add fd00:a2::/64 via fd00:3::1"));
  }
}
