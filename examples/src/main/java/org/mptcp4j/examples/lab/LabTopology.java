package org.mptcp4j.examples.lab;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.mptcp4j.examples.emulator.EmulatedLink;
import org.mptcp4j.examples.namespace.Namespaces;
import org.mptcp4j.sim.link.LinkSpec;

/**
 * Four namespaces in a row, whose names share a prefix, with two access links in the middle:
 *
 * <pre>
 *  h                 hcpe                           hag                  s
 *  lan 10.0.1.10 --- lan 10.0.1.1
 *                    wan1 10.1.0.2 === dsl === 10.1.0.1 acc1
 *                    wan2 10.2.0.2 === lte === 10.2.0.1 acc2
 *                                           10.3.0.1 core --- core 10.3.0.2
 * </pre>
 *
 * The IPv6 prefixes are fd00:N::/64, N being 1 for the LAN, a1, a2 for the accesses and 3 for the
 * core; the last parts are those above. Without gateways this is plain routing over the dsl.
 */
public final class LabTopology implements Closeable {
  static final String PREFIX = "m4j-";
  public static final String SERVER_V4 = "10.3.0.2";
  static final String SERVER_V6 = "fd00:3::2";
  private static final String QUEUE = " txqueuelen 10000 up";

  private final Namespaces namespaces;
  private final String h;
  private final String hcpe;
  private final String hag;
  private final String s;

  private LabTopology(Namespaces namespaces, String prefix) {
    this.namespaces = namespaces;
    List<String> names = names(prefix);
    this.h = names.get(0);
    this.hcpe = names.get(1);
    this.hag = names.get(2);
    this.s = names.get(3);
  }

  private static List<String> names(String prefix) {
    return List.of(prefix + "h", prefix + "hcpe", prefix + "hag", prefix + "s");
  }

  /** Makes the namespaces, whose names begin with {@code prefix}. */
  public static LabTopology open(String prefix) throws IOException {
    return new LabTopology(Namespaces.open(names(prefix)), prefix);
  }

  /** The namespace of the host. */
  public String h() {
    return h;
  }

  /** The namespace of the home gateway. */
  public String hcpe() {
    return hcpe;
  }

  /** The namespace of the operator's gateway. */
  public String hag() {
    return hag;
  }

  /** The namespace of the server. */
  public String s() {
    return s;
  }

  /** All four. */
  public List<String> all() {
    return List.of(h, hcpe, hag, s);
  }

  public Namespaces namespaces() {
    return namespaces;
  }

  @Override
  public void close() throws IOException {
    namespaces.close();
  }

  /** Makes accesses that are as fast as this machine, addresses and routes. */
  public void buildUnshaped() throws IOException {
    wires();
    wire("wan1", hcpe, "acc1", hag);
    wire("wan2", hcpe, "acc2", hag);
    addresses();
    routes();
  }

  /** The same, with the kernel's token buckets at both ends of each access. */
  public void buildShaped(LinkSpec dsl, LinkSpec lte) throws IOException {
    buildUnshaped();
    TokenBucket.shape(hcpe, "wan1", dsl);
    TokenBucket.shape(hag, "acc1", dsl);
    TokenBucket.shape(hcpe, "wan2", lte);
    TokenBucket.shape(hag, "acc2", lte);
  }

  /** Makes links, addresses and routes; the emulated links are the caller's to run and close. */
  public List<EmulatedLink> build(LinkSpec dsl, LinkSpec lte, long seed) throws IOException {
    wires();
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

  private void wires() throws IOException {
    wire("lan", h, "lan", hcpe);
    wire("core", hag, "core", s);
  }

  private void wire(String device, String namespace, String peer, String peerNamespace)
      throws IOException {
    namespaces.batch(
        namespace,
        List.of("link add " + device + " type veth peer name " + peer + " netns " + peerNamespace));
    namespaces.batch(namespace, List.of("link set dev " + device + QUEUE));
    namespaces.batch(peerNamespace, List.of("link set dev " + peer + QUEUE));
  }

  private EmulatedLink access(String name, String number, LinkSpec spec, long seed)
      throws IOException {
    String near = Namespaces.birthName();
    String far = Namespaces.birthName();
    EmulatedLink link = EmulatedLink.open(name, near, far, spec, seed);
    try {
      namespaces.move(near, hcpe, "wan" + number, spec.mtu());
      namespaces.move(far, hag, "acc" + number, spec.mtu());
      return link;
    } catch (IOException e) {
      link.close();
      throw e;
    }
  }

  private void addresses() throws IOException {
    give(h, "lan", "10.0.1.10/24", "fd00:1::10/64");
    give(hcpe, "lan", "10.0.1.1/24", "fd00:1::1/64");
    give(hcpe, "wan1", "10.1.0.2/24", "fd00:a1::2/64");
    give(hcpe, "wan2", "10.2.0.2/24", "fd00:a2::2/64");
    give(hag, "acc1", "10.1.0.1/24", "fd00:a1::1/64");
    give(hag, "acc2", "10.2.0.1/24", "fd00:a2::1/64");
    give(hag, "core", "10.3.0.1/24", "fd00:3::1/64");
    give(s, "core", SERVER_V4 + "/24", SERVER_V6 + "/64");
  }

  private void give(String namespace, String device, String v4, String v6) throws IOException {
    namespaces.batch(
        namespace,
        List.of(
            "addr add " + v4 + " dev " + device, "addr add " + v6 + " dev " + device + " nodad"));
  }

  private void routes() throws IOException {
    for (String router : List.of(hcpe, hag, s)) {
      namespaces.sysctl(router, "net.ipv4.ip_forward", 1);
      namespaces.sysctl(router, "net.ipv6.conf.all.forwarding", 1);
    }
    namespaces.batch(
        h, List.of("route add default via 10.0.1.1", "route add default via fd00:1::1"));
    namespaces.batch(
        hcpe, List.of("route add default via 10.1.0.1", "route add default via fd00:a1::1"));
    namespaces.batch(
        hag,
        List.of(
            "route add 10.0.1.0/24 via 10.1.0.2",
            "route add fd00:1::/64 via fd00:a1::2",
            "route add default via " + SERVER_V4,
            "route add default via " + SERVER_V6));
    namespaces.batch(
        s,
        List.of(
            "route add 10.0.0.0/14 via 10.3.0.1",
            "route add fd00:1::/64 via fd00:3::1",
            "route add fd00:a1::/64 via fd00:3::1",
            "route add fd00:a2::/64 via fd00:3::1"));
  }
}
