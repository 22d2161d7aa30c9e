package org.mptcp4j.examples.gateway;

import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.mptcp4j.MptcpStack;
import org.mptcp4j.engine.DeviceGroup;
import org.mptcp4j.engine.EngineOptions;
import org.mptcp4j.engine.EngineProvider;
import org.mptcp4j.engine.PacketDevice;
import org.mptcp4j.engine.PacketPool;
import org.mptcp4j.engine.Zone;
import org.mptcp4j.examples.demo.Rehearsal;
import org.mptcp4j.gateway.GatewayListener;
import org.mptcp4j.gateway.setup.GatewaySetup;
import org.mptcp4j.gateway.setup.Side;
import org.mptcp4j.tproxy.PacketPlatform;
import org.mptcp4j.tproxy.PlatformDevices;

/** A gateway as a process: opens its sides, serves until it is terminated, undoes everything. */
final class GatewayProcess {
  private static final int SLAB_BYTES = 16 * 1024;
  private static final int IDLE_SLABS = 1024;

  private final String name;
  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean verbose;
  private volatile boolean terminating;

  GatewayProcess(String name, PrintWriter out, PrintWriter err, boolean verbose) {
    this.name = name;
    this.out = out;
    this.err = err;
    this.verbose = verbose;
  }

  /**
   * Serves. Returns only when the devices are gone; a signal to end undoes everything and ends the
   * process with exit status 0.
   *
   * @throws IOException with one line where the gateway can't start
   */
  int run(GatewayConfig config, PacketPlatform platform) throws IOException, InterruptedException {
    String unavailable = platform.unavailable().orElse(null);
    if (unavailable != null) {
      throw new IOException(unavailable);
    }
    Rehearsal.run();
    GatewaySetup setup = config.setup();
    CountDownLatch ended = new CountDownLatch(1);
    try (PlatformDevices devices = platform.open(Side.specs(setup.sides()), config.queues())) {
      if (verbose) {
        devices.actions().forEach(this::diagnose);
      }
      List<Zone> zones = Side.zones(setup.sides(), devices);
      EngineOptions options = options(zones, config.limits());
      List<DeviceGroup> queues = new ArrayList<>();
      devices.queues().forEach(queue -> queues.add(new Watched(queue, ended)));
      serve(new Stacks(EngineProvider.load().newStacks(options, queues), devices), setup, ended);
    }
    if (terminating) {
      return 0;
    }
    diagnose("the devices are gone");
    return 1;
  }

  private void serve(Stacks stacks, GatewaySetup setup, CountDownLatch ended)
      throws IOException, InterruptedException {
    Thread hook = new Thread(() -> terminate(stacks), "mptcp-shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
    try (stacks) {
      setup.install(stacks.all(), verbose ? new TraceLog(err) : GatewayListener.none());
      out.println("ready " + describe(setup));
      out.flush();
      ended.await();
    } catch (CompletionException e) {
      throw new IOException("the gateway could not start: " + e.getCause().getMessage(), e);
    } finally {
      if (!terminating) {
        Runtime.getRuntime().removeShutdownHook(hook);
      }
    }
  }

  /** Runs in the shutdown hook: the routing is undone, and a signal is an orderly end. */
  private void terminate(Stacks stacks) {
    terminating = true;
    try {
      stacks.close();
    } catch (IOException e) {
      diagnose(e.getMessage());
    }
    Runtime.getRuntime().halt(0);
  }

  private static EngineOptions options(List<Zone> zones, Limits limits) {
    SecureRandom random = new SecureRandom();
    return new EngineOptions(
        zones,
        random::nextLong,
        new PacketPool(SLAB_BYTES, IDLE_SLABS),
        limits.connections(),
        limits.pending(),
        limits.joins(),
        limits.destinations(),
        limits.memoryBytes());
  }

  private String describe(GatewaySetup setup) {
    StringBuilder text = new StringBuilder(name).append(':');
    for (Side side : setup.sides()) {
      text.append(' ').append(side.name()).append('=').append(side.interfaceName());
    }
    return text.toString();
  }

  private void diagnose(String line) {
    err.println(name + ": " + line);
    err.flush();
  }

  /** The stacks of all queues: when all have sent their last, the devices are closed. */
  private record Stacks(List<MptcpStack> all, PlatformDevices devices) implements Closeable {
    @Override
    public void close() throws IOException {
      all.forEach(MptcpStack::close);
      devices.close();
    }
  }

  /** Tells when a stack has closed its devices, for whatever reason. */
  private record Watched(DeviceGroup queue, CountDownLatch ended) implements DeviceGroup {
    @Override
    public List<PacketDevice> devices() {
      return queue.devices();
    }

    @Override
    public void await(long nanos) throws IOException {
      queue.await(nanos);
    }

    @Override
    public boolean ready(int index) {
      return queue.ready(index);
    }

    @Override
    public void wakeup() {
      queue.wakeup();
    }

    @Override
    public void close() throws IOException {
      try {
        queue.close();
      } finally {
        ended.countDown();
      }
    }
  }
}
