package org.mptcp4j.sim.trace;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.mptcp4j.sim.Direction;
import org.mptcp4j.sim.Link;
import org.mptcp4j.sim.Tap;
import org.mptcp4j.sim.packet.IpHeader;

/**
 * TCP payload that links delivered, by link, direction and slice of time. One subflow runs over one
 * link in most networks, hence the name. Retransmitted payload counts each time that it arrives.
 */
public final class SubflowTrace implements Tap {
  /**
   * What one link delivered in one direction in one slice of time.
   *
   * @param startNanos of the slice
   * @param payloadBytes of TCP, at least 1
   */
  public record Point(long startNanos, String link, Direction direction, long payloadBytes) {}

  private record Key(long slice, int link, Direction direction) {}

  private static final Comparator<Key> ORDER =
      Comparator.comparingLong(Key::slice)
          .thenComparingInt(Key::link)
          .thenComparing(Key::direction);

  private final long sliceNanos;
  private final List<Link> links = new ArrayList<>();
  private final Map<Key, Long> bytes = new TreeMap<>(ORDER);
  private final IpHeader header = new IpHeader();

  /**
   * @param sliceNanos length of a slice of time, at least 1
   */
  public SubflowTrace(long sliceNanos) {
    if (sliceNanos < 1) {
      throw new IllegalArgumentException("sliceNanos " + sliceNanos);
    }
    this.sliceNanos = sliceNanos;
  }

  /** Traces a link too, from now on. */
  public SubflowTrace watch(Link link) {
    links.add(link);
    link.addTap(this);
    return this;
  }

  @Override
  public void onDelivered(Link link, Direction direction, ByteBuffer packet, long nowNanos) {
    if (header.parse(packet)) {
      int payload = header.tcpPayloadBytes();
      if (payload > 0) {
        Key key = new Key(nowNanos / sliceNanos, links.indexOf(link), direction);
        bytes.merge(key, (long) payload, Long::sum);
      }
    }
  }

  /** The length of a slice of time in nanoseconds. */
  public long sliceNanos() {
    return sliceNanos;
  }

  /** All points, by time, then by link in the order of {@link #watch}, then by direction. */
  public List<Point> points() {
    List<Point> points = new ArrayList<>(bytes.size());
    bytes.forEach(
        (key, count) ->
            points.add(
                new Point(
                    key.slice * sliceNanos, links.get(key.link).name(), key.direction, count)));
    return points;
  }

  /** TCP payload bytes that a link delivered in one direction. */
  public long payloadBytes(Link link, Direction direction) {
    int index = links.indexOf(link);
    long sum = 0;
    for (Map.Entry<Key, Long> entry : bytes.entrySet()) {
      if (entry.getKey().link == index && entry.getKey().direction == direction) {
        sum += entry.getValue();
      }
    }
    return sum;
  }

  /** All points as CSV, with the heading {@code seconds,link,direction,payload_bytes}. */
  public String toCsv() {
    StringBuilder csv = new StringBuilder("seconds,link,direction,payload_bytes\n");
    for (Point point : points()) {
      csv.append(String.format(Locale.ROOT, "%.6f", point.startNanos / 1e9))
          .append(',')
          .append(point.link)
          .append(',')
          .append(point.direction)
          .append(',')
          .append(point.payloadBytes)
          .append('\n');
    }
    return csv.toString();
  }
}
