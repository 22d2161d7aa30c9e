package org.mptcp4j.examples.demo;

import org.mptcp4j.sim.Direction;
import org.mptcp4j.sim.trace.SubflowTrace;

/** What one link delivered in the course of one {@link LegResult}, in slices of equal length. */
final class Timeline {
  private static final int MOST_SLICES = 300;

  private final double[] seconds;
  private final long[] bytes;

  private Timeline(double[] seconds, long[] bytes) {
    this.seconds = seconds;
    this.bytes = bytes;
  }

  static Timeline of(SubflowTrace trace, LegResult leg, String link) {
    long slice = trace.sliceNanos();
    long first = leg.startNanos() / slice;
    long last = leg.endNanos() / slice;
    int group = (int) ((last - first) / MOST_SLICES) + 1;
    int count = (int) ((last - first) / group) + 1;
    long[] bytes = new long[count];
    Direction direction = leg.download() ? Direction.B_TO_A : Direction.A_TO_B;
    for (SubflowTrace.Point point : trace.points()) {
      long index = Math.floorDiv(point.startNanos() / slice - first, (long) group);
      boolean mine = point.link().equals(link) && point.direction() == direction;
      if (mine && index >= 0 && index < count) {
        bytes[(int) index] += point.payloadBytes();
      }
    }
    double[] seconds = new double[count + 1];
    for (int i = 0; i <= count; i++) {
      double time = ((first + (long) i * group) * slice - leg.startNanos()) / 1e9;
      seconds[i] = Math.min(Math.max(0, time), leg.seconds());
    }
    return new Timeline(seconds, bytes);
  }

  /** How many slices there are. */
  int slices() {
    return bytes.length;
  }

  /** The beginning of each slice since the SYN, and the end of the last one. */
  double[] seconds() {
    return seconds.clone();
  }

  /** Megabits per second in a slice; 0 where it is too short to tell. */
  double rate(int slice) {
    double length = seconds[slice + 1] - seconds[slice];
    return length < 1e-3 ? 0 : bytes[slice] * 8 / 1e6 / length;
  }

  /** Megabytes up to the beginning of a slice, or to the end. */
  double[] cumulated() {
    double[] sums = new double[seconds.length];
    for (int i = 0; i < bytes.length; i++) {
      sums[i + 1] = sums[i] + bytes[i] / 1e6;
    }
    return sums;
  }
}
