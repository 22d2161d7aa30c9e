package org.mptcp4j;

import java.util.Objects;
import org.mptcp4j.spi.CongestionControlProvider;
import org.mptcp4j.spi.PathManagerProvider;
import org.mptcp4j.spi.SchedulerProvider;

/**
 * How a connection behaves. Immutable; start from {@link #defaults()} and derive.
 *
 * @param version offered by a client; the one that a server accepts
 * @param checksum whether this side asks for DSS checksums (RFC 6824, section 3.3)
 * @param scheduler distributes data over subflows
 * @param pathManager opens and closes subflows
 * @param congestionControl of each subflow
 * @param sendBufferBytes data kept until acknowledged, at least 16 KiB
 * @param receiveBufferBytes the largest receive window, at least 16 KiB
 * @param maxSubflows at once, 1 to 255
 * @param connectTimeoutNanos until the handshake must be complete
 * @param userTimeoutNanos how long data may stay unacknowledged (RFC 5482)
 * @param timeWaitNanos how long TIME-WAIT lasts (2 MSL)
 */
public record ConnectionOptions(
    MptcpVersion version,
    boolean checksum,
    SchedulerProvider scheduler,
    PathManagerProvider pathManager,
    CongestionControlProvider congestionControl,
    int sendBufferBytes,
    int receiveBufferBytes,
    int maxSubflows,
    long connectTimeoutNanos,
    long userTimeoutNanos,
    long timeWaitNanos) {

  private static final long SECOND = 1_000_000_000L;
  private static final int SMALLEST_BUFFER = 16 * 1024;

  public ConnectionOptions {
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(scheduler, "scheduler");
    Objects.requireNonNull(pathManager, "pathManager");
    Objects.requireNonNull(congestionControl, "congestionControl");
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
   * Version 0, no checksum, {@code lowest-rtt}, {@code host}, {@code cubic}, 4 MiB each way, 8
   * subflows, 60 s to connect, 120 s user time-out, TIME-WAIT of 60 s.
   */
  public static ConnectionOptions defaults() {
    return new ConnectionOptions(
        MptcpVersion.V0,
        false,
        SchedulerProvider.named("lowest-rtt"),
        PathManagerProvider.named("host"),
        CongestionControlProvider.named("cubic"),
        4 << 20,
        4 << 20,
        8,
        60 * SECOND,
        120 * SECOND,
        60 * SECOND);
  }

  public ConnectionOptions withVersion(MptcpVersion value) {
    return new ConnectionOptions(
        value,
        checksum,
        scheduler,
        pathManager,
        congestionControl,
        sendBufferBytes,
        receiveBufferBytes,
        maxSubflows,
        connectTimeoutNanos,
        userTimeoutNanos,
        timeWaitNanos);
  }

  public ConnectionOptions withChecksum(boolean value) {
    return new ConnectionOptions(
        version,
        value,
        scheduler,
        pathManager,
        congestionControl,
        sendBufferBytes,
        receiveBufferBytes,
        maxSubflows,
        connectTimeoutNanos,
        userTimeoutNanos,
        timeWaitNanos);
  }

  public ConnectionOptions withScheduler(SchedulerProvider value) {
    return new ConnectionOptions(
        version,
        checksum,
        value,
        pathManager,
        congestionControl,
        sendBufferBytes,
        receiveBufferBytes,
        maxSubflows,
        connectTimeoutNanos,
        userTimeoutNanos,
        timeWaitNanos);
  }

  public ConnectionOptions withPathManager(PathManagerProvider value) {
    return new ConnectionOptions(
        version,
        checksum,
        scheduler,
        value,
        congestionControl,
        sendBufferBytes,
        receiveBufferBytes,
        maxSubflows,
        connectTimeoutNanos,
        userTimeoutNanos,
        timeWaitNanos);
  }

  public ConnectionOptions withCongestionControl(CongestionControlProvider value) {
    return new ConnectionOptions(
        version,
        checksum,
        scheduler,
        pathManager,
        value,
        sendBufferBytes,
        receiveBufferBytes,
        maxSubflows,
        connectTimeoutNanos,
        userTimeoutNanos,
        timeWaitNanos);
  }

  public ConnectionOptions withBuffers(int sendBytes, int receiveBytes) {
    return new ConnectionOptions(
        version,
        checksum,
        scheduler,
        pathManager,
        congestionControl,
        sendBytes,
        receiveBytes,
        maxSubflows,
        connectTimeoutNanos,
        userTimeoutNanos,
        timeWaitNanos);
  }

  public ConnectionOptions withTimeouts(long connectNanos, long userNanos, long timeWait) {
    return new ConnectionOptions(
        version,
        checksum,
        scheduler,
        pathManager,
        congestionControl,
        sendBufferBytes,
        receiveBufferBytes,
        maxSubflows,
        connectNanos,
        userNanos,
        timeWait);
  }
}
