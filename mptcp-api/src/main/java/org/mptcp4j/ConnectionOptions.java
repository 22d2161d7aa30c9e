package org.mptcp4j;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.mptcp4j.spi.CongestionControlProvider;
import org.mptcp4j.spi.PathManagerProvider;
import org.mptcp4j.spi.SchedulerProvider;

/**
 * How a connection behaves. Immutable; start from {@link #defaults()} and derive.
 *
 * @param versions in order of preference: a client offers the first that the server is not known to
 *     refuse, a server accepts each; empty for plain TCP (RFC 8684, section 3.1)
 * @param checksum whether this side asks for DSS checksums (RFC 6824, section 3.3)
 * @param scheduler distributes data over subflows
 * @param pathManager opens and closes subflows
 * @param congestionControl of each subflow
 * @param sendBufferBytes data kept until acknowledged, at most; at least 16 KiB
 * @param receiveBufferBytes the largest receive window, at least 16 KiB
 * @param maxSubflows at once, 1 to 255
 * @param connectTimeoutNanos until the handshake of a connection that this side opens must be
 *     complete: "R2 for a SYN" (RFC 9293, section 3.8.3). One that the peer opens, and a further
 *     subflow, has at most a minute of it
 * @param userTimeoutNanos how long data may stay unacknowledged (RFC 5482)
 * @param timeWaitNanos how long TIME-WAIT lasts (2 MSL)
 * @param mptcp the finer points of Multipath TCP
 * @param tcp how TCP behaves beneath
 */
public record ConnectionOptions(
    List<MptcpVersion> versions,
    boolean checksum,
    SchedulerProvider scheduler,
    PathManagerProvider pathManager,
    CongestionControlProvider congestionControl,
    int sendBufferBytes,
    int receiveBufferBytes,
    int maxSubflows,
    long connectTimeoutNanos,
    long userTimeoutNanos,
    long timeWaitNanos,
    MptcpOptions mptcp,
    TcpOptions tcp) {

  private static final long SECOND = 1_000_000_000L;
  private static final int SMALLEST_BUFFER = 16 * 1024;

  /**
   * Two windows, one on its way and one while a loss is repaired, of 1 Gbit/s over 65 ms or 220
   * Mbit/s over 300 ms. A connection that needs less holds less ({@link TcpOptions#autoTuning}).
   */
  private static final int LARGEST_BUFFER = 16 << 20;

  public ConnectionOptions {
    versions = List.copyOf(versions);
    if (versions.contains(MptcpVersion.OFF) || Set.copyOf(versions).size() < versions.size()) {
      throw new IllegalArgumentException("versions " + versions);
    }
    Objects.requireNonNull(scheduler, "scheduler");
    Objects.requireNonNull(pathManager, "pathManager");
    Objects.requireNonNull(congestionControl, "congestionControl");
    Objects.requireNonNull(mptcp, "mptcp");
    Objects.requireNonNull(tcp, "tcp");
    if (sendBufferBytes < SMALLEST_BUFFER || receiveBufferBytes < SMALLEST_BUFFER) {
      throw new IllegalArgumentException("buffers are at least " + SMALLEST_BUFFER + " bytes");
    }
    if (maxSubflows < 1 || maxSubflows > 255) {
      throw new IllegalArgumentException("maxSubflows " + maxSubflows);
    }
    if (connectTimeoutNanos <= 0 || userTimeoutNanos <= 0 || timeWaitNanos < 0) {
      throw new IllegalArgumentException("a time-out is not positive");
    }
  }

  /**
   * Version 1, or else 0, no checksum, {@code lowest-rtt}, {@code host}, {@code cubic}, 16 MiB each
   * way, 8 subflows, 180 s to connect, 120 s user time-out, TIME-WAIT of 60 s.
   */
  public static ConnectionOptions defaults() {
    return new ConnectionOptions(
        List.of(MptcpVersion.V1, MptcpVersion.V0),
        false,
        SchedulerProvider.named("lowest-rtt"),
        PathManagerProvider.named("host"),
        CongestionControlProvider.named("cubic"),
        LARGEST_BUFFER,
        LARGEST_BUFFER,
        8,
        180 * SECOND,
        120 * SECOND,
        60 * SECOND,
        MptcpOptions.defaults(),
        TcpOptions.defaults());
  }

  /** This version alone; {@link MptcpVersion#OFF} for plain TCP. */
  public ConnectionOptions withVersion(MptcpVersion value) {
    return value == MptcpVersion.OFF ? withVersions() : withVersions(value);
  }

  /**
   * These versions, in order of preference.
   *
   * @throws IllegalArgumentException where one is there twice, or is {@link MptcpVersion#OFF}
   */
  public ConnectionOptions withVersions(MptcpVersion... values) {
    return withVersions(List.of(values));
  }

  /** These versions, in order of preference; none for plain TCP. */
  public ConnectionOptions withVersions(List<MptcpVersion> values) {
    return derive(draft -> draft.versions = values);
  }

  public ConnectionOptions withChecksum(boolean value) {
    return derive(draft -> draft.checksum = value);
  }

  public ConnectionOptions withScheduler(SchedulerProvider value) {
    return derive(draft -> draft.scheduler = value);
  }

  public ConnectionOptions withPathManager(PathManagerProvider value) {
    return derive(draft -> draft.pathManager = value);
  }

  public ConnectionOptions withCongestionControl(CongestionControlProvider value) {
    return derive(draft -> draft.congestionControl = value);
  }

  public ConnectionOptions withBuffers(int sendBytes, int receiveBytes) {
    return derive(
        draft -> {
          draft.sendBufferBytes = sendBytes;
          draft.receiveBufferBytes = receiveBytes;
        });
  }

  public ConnectionOptions withMaxSubflows(int value) {
    return derive(draft -> draft.maxSubflows = value);
  }

  public ConnectionOptions withTimeouts(long connectNanos, long userNanos, long timeWait) {
    return derive(
        draft -> {
          draft.connectTimeoutNanos = connectNanos;
          draft.userTimeoutNanos = userNanos;
          draft.timeWaitNanos = timeWait;
        });
  }

  public ConnectionOptions withMptcp(MptcpOptions value) {
    return derive(draft -> draft.mptcp = value);
  }

  public ConnectionOptions withTcp(TcpOptions value) {
    return derive(draft -> draft.tcp = value);
  }

  private ConnectionOptions derive(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.finish();
  }

  /** A copy that can be changed. */
  private static final class Draft {
    private List<MptcpVersion> versions;
    private boolean checksum;
    private SchedulerProvider scheduler;
    private PathManagerProvider pathManager;
    private CongestionControlProvider congestionControl;
    private int sendBufferBytes;
    private int receiveBufferBytes;
    private int maxSubflows;
    private long connectTimeoutNanos;
    private long userTimeoutNanos;
    private long timeWaitNanos;
    private MptcpOptions mptcp;
    private TcpOptions tcp;

    Draft(ConnectionOptions from) {
      versions = from.versions;
      checksum = from.checksum;
      scheduler = from.scheduler;
      pathManager = from.pathManager;
      congestionControl = from.congestionControl;
      sendBufferBytes = from.sendBufferBytes;
      receiveBufferBytes = from.receiveBufferBytes;
      maxSubflows = from.maxSubflows;
      connectTimeoutNanos = from.connectTimeoutNanos;
      userTimeoutNanos = from.userTimeoutNanos;
      timeWaitNanos = from.timeWaitNanos;
      mptcp = from.mptcp;
      tcp = from.tcp;
    }

    ConnectionOptions finish() {
      return new ConnectionOptions(
          versions,
          checksum,
          scheduler,
          pathManager,
          congestionControl,
          sendBufferBytes,
          receiveBufferBytes,
          maxSubflows,
          connectTimeoutNanos,
          userTimeoutNanos,
          timeWaitNanos,
          mptcp,
          tcp);
    }
  }
}
