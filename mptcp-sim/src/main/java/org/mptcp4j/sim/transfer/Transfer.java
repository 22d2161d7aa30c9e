package org.mptcp4j.sim.transfer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.engine.Zone;
import org.mptcp4j.sim.Link;
import org.mptcp4j.sim.Simulation;
import org.mptcp4j.sim.link.LinkSpec;

/**
 * Moves bytes between two hosts over parallel links and says how that went.
 *
 * <p>The client is 10.0.1.2, 10.0.2.2 ..., the server 10.0.1.1, 10.0.2.1 ..., one link for each
 * pair. The client connects over the first link; further subflows are the business of its path
 * manager. The server's does nothing, so that {@code host} opens one subflow for each link. Each
 * byte is checked. The same settings give the same result, to the last bit.
 *
 * <pre>{@code
 * TransferResult result =
 *     Transfer.over(LinkSpec.parse("20M,15ms"), LinkSpec.parse("30M,25ms"))
 *         .bytes(20_000_000)
 *         .options(ConnectionOptions.defaults().withScheduler(mine))
 *         .seed(1)
 *         .run();
 * }</pre>
 *
 * <p>Not thread-safe; can be run again.
 */
public final class Transfer {
  private final Map<String, LinkSpec> links = new LinkedHashMap<>();
  private BiConsumer<Simulation, List<Link>> preparation = (simulation, made) -> {};
  private ConnectionOptions options;
  private long bytes = 10_000_000;
  private long seed = 1;
  private long limitNanos = 600_000_000_000L;
  private boolean download;
  private boolean ipv6;
  private boolean offload;

  private Transfer() {}

  /** Over links called {@code link1}, {@code link2} and so on. */
  public static Transfer over(LinkSpec... specs) {
    Transfer transfer = new Transfer();
    for (int i = 0; i < specs.length; i++) {
      transfer.link("link" + (i + 1), specs[i]);
    }
    return transfer;
  }

  /** Over one link more. */
  public Transfer link(String name, LinkSpec spec) {
    if (links.size() == 250 || links.putIfAbsent(name, Objects.requireNonNull(spec)) != null) {
      throw new IllegalArgumentException("link " + name + " is one too many");
    }
    return this;
  }

  /** How much to move, at least 1 byte; 10 MB unless told. */
  public Transfer bytes(long value) {
    if (value < 1) {
      throw new IllegalArgumentException("bytes " + value);
    }
    bytes = value;
    return this;
  }

  /** Of both hosts' connections; {@link ConnectionOptions#defaults()} unless told. */
  public Transfer options(ConnectionOptions value) {
    options = Objects.requireNonNull(value);
    return this;
  }

  /** 1 unless told. */
  public Transfer seed(long value) {
    seed = value;
    return this;
  }

  /** The server sends; the client does unless told. */
  public Transfer download() {
    download = true;
    return this;
  }

  /** Over IPv6: {@code fd00:0:0:1::2} and so on; IPv4 unless told. */
  public Transfer ipv6() {
    ipv6 = true;
    return this;
  }

  /** With interfaces that cut super-segments, as devices with segmentation offload do. */
  public Transfer segmentationOffload() {
    offload = true;
    return this;
  }

  /** When to give up, in virtual time; 600 s unless told. */
  public Transfer limitNanos(long value) {
    limitNanos = value;
    return this;
  }

  /**
   * Called before time begins, to add taps and events: captures, traces, cuts. The client is at the
   * links' {@link Link#a()}.
   */
  public Transfer prepare(BiConsumer<Simulation, List<Link>> action) {
    preparation = preparation.andThen(action);
    return this;
  }

  /**
   * Runs it.
   *
   * @throws IllegalStateException where there is no link, or no engine on the path
   */
  public TransferResult run() {
    if (links.isEmpty()) {
      throw new IllegalStateException("a transfer needs a link");
    }
    Simulation simulation = new Simulation(seed);
    List<Link> made = new ArrayList<>();
    links.forEach((name, spec) -> made.add(simulation.link(name, spec)));
    preparation.accept(simulation, List.copyOf(made));
    return new TransferRun(this, simulation, made).run(limitNanos);
  }

  ConnectionOptions options() {
    return options != null ? options : ConnectionOptions.defaults();
  }

  long bytes() {
    return bytes;
  }

  boolean isDownload() {
    return download;
  }

  boolean isOffloaded() {
    return offload;
  }

  /**
   * The address and prefix of a host on a link.
   *
   * @param link from 0
   * @param host 1 for the server, 2 for the client
   */
  Zone.Prefix address(int link, int host) {
    return Zone.Prefix.parse(
        ipv6
            ? "fd00:0:0:%d::%d/64".formatted(link + 1, host)
            : "10.0.%d.%d/24".formatted(link + 1, host));
  }
}
