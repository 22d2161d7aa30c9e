package org.mptcp4j.examples.demo;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import org.mptcp4j.sim.Direction;
import org.mptcp4j.sim.Link;
import org.mptcp4j.sim.Simulation;
import org.mptcp4j.sim.link.LinkSpec;
import org.mptcp4j.sim.link.PayloadCapacity;

/** Moves the file once through the network, one way. */
final class Leg {
  private static final long STEP_NANOS = 100_000_000;
  private static final long GRACE_NANOS = 60_000_000_000L;
  private static final int PATIENCE = 20;

  private final DemoNetwork network;
  private final FileChannel file;
  private final boolean download;
  private final Direction direction;
  private final String title;

  Leg(DemoNetwork network, FileChannel file, boolean download) {
    this.network = network;
    this.file = file;
    this.download = download;
    direction = download ? Direction.B_TO_A : Direction.A_TO_B;
    title = download ? "S to H" : "H to S";
  }

  /**
   * Runs it in virtual time.
   *
   * @throws IOException where the file did not get through
   */
  LegResult run(int port, Progress progress) throws IOException {
    FileSender sender = new FileSender(file);
    FileReceiver receiver = new FileReceiver();
    Simulation simulation = network.simulation();
    long retransmittedBefore = retransmitted();
    long droppedBefore = network.dsl().model(direction).stats().drops();
    long lteDroppedBefore = network.lte().model(direction).stats().drops();
    long start = simulation.nowNanos();
    long size = file.size();
    network.open(port, download ? receiver : sender, download ? sender : receiver);
    progress.begin(title, size);
    long limit = start + limitNanos(size);
    while (!done(sender, receiver) && simulation.nowNanos() < limit) {
      long next = simulation.nowNanos() + STEP_NANOS;
      if (!simulation.runUntil(() -> done(sender, receiver), next)) {
        simulation.run(next);
      }
      progress.update(receiver.received(), simulation.nowNanos() - start);
    }
    progress.end();
    check(sender, receiver);
    long end = simulation.nowNanos();
    double goodput = receiver.received() * 8 / ((end - start) / 1e9);
    return new LegResult(
        title,
        download,
        receiver.received(),
        start,
        end,
        sender.sha256(),
        receiver.sha256(),
        goodput,
        PayloadCapacity.efficiency(goodput, specs()),
        retransmitted() - retransmittedBefore,
        shares(droppedBefore, lteDroppedBefore));
  }

  private static boolean done(FileSender sender, FileReceiver receiver) {
    return receiver.complete() || receiver.failure() != null || sender.failure() != null;
  }

  private void check(FileSender sender, FileReceiver receiver) throws IOException {
    String why = sender.failure() != null ? sender.failure() : receiver.failure();
    if (why != null) {
      throw new IOException(title + ": " + why);
    }
    if (!receiver.complete()) {
      throw new IOException(
          title
              + ": only "
              + receiver.received()
              + " bytes arrived in "
              + network.simulation().nowNanos() / 1_000_000_000
              + " s of virtual time");
    }
  }

  /** Ample time for slow or lossy links that were asked for. */
  private long limitNanos(long size) {
    double seconds = size * 8 / PayloadCapacity.payloadRate(specs());
    return GRACE_NANOS + (long) (PATIENCE * seconds * 1e9);
  }

  private List<LinkSpec> specs() {
    return List.of(network.dsl().model(direction).spec(), network.lte().model(direction).spec());
  }

  private long retransmitted() {
    return network.sendingGateway(download).engine().counters().get("TcpRetransSegs");
  }

  private List<LegResult.Share> shares(long dslDropped, long lteDropped) {
    long dsl = network.trace().payloadBytes(network.dsl(), direction);
    long lte = network.trace().payloadBytes(network.lte(), direction);
    List<LegResult.Share> shares = new ArrayList<>();
    shares.add(share(network.dsl(), dsl, dsl + lte, dslDropped));
    shares.add(share(network.lte(), lte, dsl + lte, lteDropped));
    return shares;
  }

  private LegResult.Share share(Link link, long bytes, long all, long droppedBefore) {
    long dropped = link.model(direction).stats().drops() - droppedBefore;
    return new LegResult.Share(link.name(), bytes, all == 0 ? 0 : (double) bytes / all, dropped);
  }
}
