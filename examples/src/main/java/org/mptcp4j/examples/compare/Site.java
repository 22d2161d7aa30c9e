package org.mptcp4j.examples.compare;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.mptcp4j.examples.namespace.Namespaces;

/** A namespace with all senders, one with all receivers, and equal links between them. */
final class Site implements Closeable {
  /** What all names of namespaces begin with; the process id follows. */
  static final String PREFIX = "m4j-c";

  private static final AtomicInteger SITES = new AtomicInteger();

  private final String senders;
  private final String receivers;
  private final Namespaces namespaces;
  private final List<Lane> lanes = new ArrayList<>();

  private Site(String senders, String receivers) throws IOException {
    this.senders = senders;
    this.receivers = receivers;
    this.namespaces = Namespaces.open(List.of(senders, receivers));
  }

  /**
   * @param links how many, each with the same seed
   */
  static Site open(Cell cell, int links, long seed) throws IOException {
    String name = PREFIX + ProcessHandle.current().pid() + "-" + SITES.incrementAndGet();
    Site site = new Site(name + "a", name + "b");
    try {
      site.build(cell, links, seed);
      return site;
    } catch (IOException | RuntimeException e) {
      site.close();
      throw e;
    }
  }

  private void build(Cell cell, int links, long seed) throws IOException {
    for (String namespace : List.of(senders, receivers)) {
      namespaces.sysctl(namespace, "net.ipv4.ip_forward", 1);
      // What one transfer learned about the path is not told to the next one.
      namespaces.sysctl(namespace, "net.ipv4.tcp_no_metrics_save", 1);
    }
    for (int number = 1; number <= links; number++) {
      lanes.add(Lane.open(this, number, cell, seed));
    }
  }

  String senders() {
    return senders;
  }

  String receivers() {
    return receivers;
  }

  Namespaces namespaces() {
    return namespaces;
  }

  List<Lane> lanes() {
    return lanes;
  }

  @Override
  public void close() throws IOException {
    try (namespaces) {
      for (Lane lane : lanes) {
        lane.close();
      }
    }
  }
}
