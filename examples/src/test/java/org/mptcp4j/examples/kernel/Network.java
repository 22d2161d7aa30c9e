package org.mptcp4j.examples.kernel;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.mptcp4j.examples.namespace.Namespaces;
import org.mptcp4j.tproxy.linux.tun.TunDevice;

/** One case: a client and a server, the links between them, and what was seen there. */
final class Network implements Closeable {
  private static final String PREFIX = "m4j-k";
  private static final AtomicInteger NUMBERS = new AtomicInteger();
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(Long.getLong("patience", 60));

  /** A signal that is as late as that does not come any more. */
  private static final long LATE_NANOS = 10_000_000_000L;

  private static final int MTU = 1500;

  private final Setting setting;
  private final Namespaces namespaces;
  private final Fabric fabric;
  private final Path capture;
  private final Host[] hosts = new Host[3];
  private final Map<Host, Map<String, Long>> before = new HashMap<>();

  private Network(Setting setting, Namespaces namespaces, Fabric fabric, Path capture) {
    this.setting = setting;
    this.namespaces = namespaces;
    this.fabric = fabric;
    this.capture = capture;
  }

  /**
   * @param directory for the capture
   */
  static Network open(Setting setting, Path directory) throws IOException {
    Namespaces.removeLeftovers(PREFIX);
    int number = NUMBERS.incrementAndGet();
    String name = PREFIX + ProcessHandle.current().pid() + "-" + number;
    List<String> names = new ArrayList<>();
    for (int side : List.of(Plan.CLIENT, Plan.SERVER)) {
      if (!setting.pair().ours(side)) {
        names.add(name + (side == Plan.CLIENT ? "c" : "s"));
      }
    }
    Path capture = directory.resolve("case" + number + ".pcapng");
    Fabric fabric = new Fabric(Collections.nCopies(setting.paths(), setting.link()), capture);
    Network network = new Network(setting, Namespaces.open(names), fabric, capture);
    try {
      network.build(name);
      return network;
    } catch (IOException | RuntimeException e) {
      network.close();
      throw e;
    }
  }

  private void build(String name) throws IOException {
    for (int side : List.of(Plan.CLIENT, Plan.SERVER)) {
      if (!setting.pair().ours(side)) {
        hosts[side] = kernel(side, name + (side == Plan.CLIENT ? "c" : "s"));
      }
    }
    fabric.ready();
    for (int side : List.of(Plan.CLIENT, Plan.SERVER)) {
      if (setting.pair().ours(side)) {
        hosts[side] = OurHost.open(fabric, side, setting);
      }
    }
    if (isControl()) {
      fabric.runThread();
    }
    for (int side : List.of(Plan.CLIENT, Plan.SERVER)) {
      before.put(hosts[side], hosts[side].counters());
    }
  }

  private KernelHost kernel(int side, String namespace) throws IOException {
    for (int path = 1; path <= setting.paths(); path++) {
      String birth =
          "m4j" + ProcessHandle.current().pid() + "k" + NUMBERS.incrementAndGet() % 10_000;
      fabric.attach(side, path, TunDevice.open(birth, MTU));
      namespaces.move(birth, namespace, "path" + path, MTU);
    }
    return KernelHost.open(namespaces, namespace, side, setting.paths(), setting.checksum());
  }

  Host client() {
    return hosts[Plan.CLIENT];
  }

  Host server() {
    return hosts[Plan.SERVER];
  }

  Host host(int side) {
    return hosts[side];
  }

  Fabric fabric() {
    return fabric;
  }

  /** The kernel on that side. */
  KernelHost kernel(int side) {
    return (KernelHost) hosts[side];
  }

  /** Our stack on that side. */
  OurHost ours(int side) {
    return (OurHost) hosts[side];
  }

  /** Whether both hosts are kernels. */
  boolean isControl() {
    return setting.pair() == Pair.KERNEL_TO_KERNEL;
  }

  /** What {@code host}'s counters rose by. */
  Map<String, Long> rises(Host host) throws IOException {
    Map<String, Long> rises = new TreeMap<>();
    Map<String, Long> first = before.get(host);
    host.counters()
        .forEach(
            (name, value) -> {
              long rise = value - first.getOrDefault(name, 0L);
              if (rise != 0) {
                rises.put(name, rise);
              }
            });
    return rises;
  }

  /** Waits until a join is complete at its receiver. */
  void awaitJoined() throws IOException {
    awaitHere("a join", () -> isJoined(client()) || isJoined(server()));
  }

  private boolean isJoined(Host host) throws IOException {
    return rises(host).containsKey("MPTcpExtMPJoinAckRx");
  }

  /** Waits until that counter has risen by so much. */
  void awaitRise(Host host, String counter, long atLeast) throws IOException {
    awaitHere(
        counter + " to rise by " + atLeast, () -> rises(host).getOrDefault(counter, 0L) >= atLeast);
  }

  /**
   * Waits until the server knows that so many addresses of its own came, and all joins that the
   * client then began are complete: an end in their midst has Linux reset them, which is right.
   */
  void awaitJoins(int announced) throws IOException {
    awaitRise(server(), "MPTcpExtEchoAdd", announced);
    Map<String, Long> settled = new TreeMap<>();
    awaitHere(
        "all joins to be complete",
        () -> {
          long begun = rises(client()).getOrDefault("MPTcpExtMPJoinSynTx", 0L);
          long complete = rises(server()).getOrDefault("MPTcpExtMPJoinAckRx", 0L);
          // none began since the last look
          Long before = settled.put("begun", begun);
          return begun > 0 && complete == begun && before != null && before == begun;
        });
  }

  /** A kernel counted a REMOVE_ADDR as sent that was on no link. */
  static final class LostByKernel extends IOException {
    private static final long serialVersionUID = 1;

    LostByKernel(String what) {
      super(what);
    }
  }

  /**
   * Waits until so many REMOVE_ADDR of the client's came; ends the case where they don't.
   *
   * @throws LostByKernel where fewer went over the links
   */
  void awaitRemoveAddr(int atLeast) throws IOException {
    long limit = System.nanoTime() + LATE_NANOS;
    while (rises(server()).getOrDefault("MPTcpExtRmAddr", 0L) < atLeast) {
      if (System.nanoTime() > limit) {
        String figures = "; client " + rises(client()) + ", server " + rises(server());
        int sent = dissect().removals();
        String what = sent + " of " + atLeast + " REMOVE_ADDR on the links" + figures;
        throw sent < atLeast ? new LostByKernel(what) : new IOException(what);
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  private void awaitHere(String what, Condition condition) throws IOException {
    try {
      await(what, condition);
    } catch (IOException e) {
      String figures = "; client " + rises(client()) + ", server " + rises(server());
      throw new IOException(e.getMessage() + figures, e);
    }
  }

  /** A condition that may fail. */
  interface Condition {
    boolean holds() throws IOException;
  }

  static void await(String what, Condition condition) throws IOException {
    long limit = System.nanoTime() + LIMIT_NANOS;
    while (!condition.holds()) {
      if (System.nanoTime() > limit) {
        throw new IOException("waited in vain for " + what);
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  /** What is expected of this case. */
  Verdict verdict() {
    return new Verdict(this);
  }

  /** Stops both hosts, and has what the links carried read. */
  Dissection dissect() throws IOException {
    close();
    return Dissection.of(capture);
  }

  private boolean drivenByEngine() {
    return hosts[Plan.CLIENT] instanceof OurHost || hosts[Plan.SERVER] instanceof OurHost;
  }

  @Override
  public void close() throws IOException {
    try (namespaces) {
      for (Host host : hosts) {
        if (host != null) {
          host.close();
        }
      }
      if (!drivenByEngine()) {
        fabric.stop();
      }
    }
  }
}
