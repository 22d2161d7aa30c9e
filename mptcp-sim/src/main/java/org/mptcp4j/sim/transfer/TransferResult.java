package org.mptcp4j.sim.transfer;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mptcp4j.sim.link.PayloadCapacity;

/**
 * How a {@link Transfer} went.
 *
 * @param complete whether all bytes arrived, each the right one, and the end of the stream after
 *     them
 * @param failure what went wrong otherwise
 * @param bytes application bytes that arrived in order
 * @param seconds virtual time from connect to the end of the stream, or to the end of the run
 * @param goodputBitsPerSecond {@code 8 * bytes / seconds}
 * @param efficiency goodput over what the links can carry, as in {@link PayloadCapacity}
 * @param retransmittedSegments segments that the sender sent again ({@code TcpRetransSegs})
 * @param links in their order
 */
public record TransferResult(
    boolean complete,
    Optional<String> failure,
    long bytes,
    double seconds,
    double goodputBitsPerSecond,
    double efficiency,
    long retransmittedSegments,
    List<LinkShare> links) {

  public TransferResult {
    links = List.copyOf(links);
  }

  /** One line to read. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s: %,d bytes in %.3f s, %.2f Mbit/s, efficiency %.3f, %d retransmitted",
            failure.orElse("complete"),
            bytes,
            seconds,
            goodputBitsPerSecond / 1e6,
            efficiency,
            retransmittedSegments));
    for (LinkShare link : links) {
      text.append(
          String.format(
              Locale.ROOT,
              "; %s %.1f %% (%d dropped)",
              link.name(),
              100 * link.share(),
              link.drops()));
    }
    return text.toString();
  }
}
