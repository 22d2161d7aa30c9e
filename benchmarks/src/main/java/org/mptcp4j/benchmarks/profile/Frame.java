package org.mptcp4j.benchmarks.profile;

import java.util.Map;
import java.util.TreeMap;

/** A function as it was called from one place, and how often it was found there. */
final class Frame {
  /** Ends the names of the kernel's functions. */
  static final String KERNEL = "_[k]";

  /** Ends the names of Java's methods. */
  static final String JAVA = "_[j]";

  private final Map<String, Frame> callees = new TreeMap<>();
  private long samples;

  /** Adds a sample with these frames, outermost first, below this one. */
  void add(Iterable<String> stack) {
    Frame at = this;
    at.samples++;
    for (String name : stack) {
      at = at.callees.computeIfAbsent(name, unused -> new Frame());
      at.samples++;
    }
  }

  /** Samples in it and in what it called. */
  long samples() {
    return samples;
  }

  /** What it called, by name. */
  Map<String, Frame> callees() {
    return callees;
  }

  /** How deep calls go that have so many samples at least. */
  int depth(double least) {
    int depth = 0;
    for (Frame callee : callees.values()) {
      if (callee.samples >= least) {
        depth = Math.max(depth, 1 + callee.depth(least));
      }
    }
    return depth;
  }
}
