package org.mptcp4j.examples.gateway;

import java.io.IOException;
import java.io.PrintWriter;
import java.security.SecureRandom;
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
    PlatformDevices devices = platform.open(Side.specs(setup.sides()));
    CountDownLatch ended = new CountDownLatch(1);
    try (Watched watched = new Watched(devices, ended)) {
      if (verbose) {
        devices.actions().forEach(this::diagnose);
      }
      List<Zone> zones = Side.zones(setup.sides(), devices);
      EngineOptions options = options(zones, config.limits());
      serve(EngineProvider.load().newStack(options, watched), setup, ended);
    }
    if (terminating) {
      return 0;
    }
    diagnose("the devices are gone");
    return 1;
  }

  private void serve(MptcpStack stack, GatewaySetup setup, CountDownLatch ended)
      throws IOException, InterruptedException {
    Thread hook = new Thread(() -> terminate(stack), "mptcp-shutdown");
    Runtime.getRuntime().addShutdownHook(hook);
    try (stack) {
      GatewayListener listener = verbose ? new TraceLog(err) : GatewayListener.none();
      stack.execute(engine -> setup.install(engine, listener)).toCompletableFuture().join();
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
  private void terminate(MptcpStack stack) {
    terminating = true;
    stack.close();
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

  /** Tells when the stack has closed its devices, for whatever reason. */
  private record Watched(PlatformDevices devicesOfPlatform, CountDownLatch ended)
      implements DeviceGroup {
    @Override
    public List<PacketDevice> devices() {
      return devicesOfPlatform.devices();
    }

    @Override
    public void await(long nanos) throws IOException {
      devicesOfPlatform.await(nanos);
    }

    @Override
    public boolean ready(int index) {
      return devicesOfPlatform.ready(index);
    }

    @Override
    public void wakeup() {
      devicesOfPlatform.wakeup();
    }

    @Override
    public void close() throws IOException {
      try {
        devicesOfPlatform.close();
      } finally {
        ended.countDown();
      }
    }
  }
}
