package org.mptcp4j.sim.link;

import java.util.HashSet;
import java.util.Set;

/** Reads the text form of a {@link LinkSpec}. */
final class LinkSpecParser {
  private static final double NOT_GIVEN = -1;

  private final String text;
  private final Set<String> seen = new HashSet<>();
  private long queueBytes = (long) NOT_GIVEN;
  private double loss;
  private long jitterNanos;
  private double reorder;
  private long reorderNanos = (long) NOT_GIVEN;
  private int mtu = LinkSpec.DEFAULT_MTU;
  private long markBytes;

  LinkSpecParser(String text) {
    this.text = text;
  }

  LinkSpec parse() {
    String[] items = text.split(",", -1);
    if (items.length < 2) {
      throw error("needs a rate and a delay, as in 20M,15ms");
    }
    long rate = Math.round(scaled(items[0].trim(), "rate"));
    long delay = nanos(items[1].trim(), "delay");
    for (int i = 2; i < items.length; i++) {
      option(items[i].trim());
    }
    if (queueBytes < 0) {
      queueBytes = Math.max(mtu, LinkSpec.defaultQueueBytes(rate, delay));
    }
    if (reorderNanos < 0) {
      reorderNanos = LinkSpec.defaultReorderNanos(rate);
    }
    try {
      return new LinkSpec(
          rate, delay, queueBytes, loss, jitterNanos, reorder, reorderNanos, mtu, markBytes);
    } catch (IllegalArgumentException e) {
      throw error(e.getMessage());
    }
  }

  private void option(String item) {
    int equals = item.indexOf('=');
    String key = equals < 0 ? item : item.substring(0, equals);
    String value = item.substring(equals + 1);
    if (!seen.add(key)) {
      throw error(key + " is given twice");
    }
    switch (equals < 0 ? "" : key) {
      case "queue" -> queueBytes = Math.round(scaled(value, key));
      case "loss" -> loss = probability(value, key);
      case "jitter" -> jitterNanos = nanos(value, key);
      case "reorder" -> reorder(value);
      case "mtu" -> mtu = (int) number(value, key);
      case "ecn" -> markBytes = Math.round(scaled(value, key));
      default ->
          throw error("'" + item + "' is none of queue=, loss=, jitter=, reorder=, mtu=, ecn=");
    }
  }

  private void reorder(String value) {
    int colon = value.indexOf(':');
    if (colon >= 0) {
      reorderNanos = nanos(value.substring(colon + 1), "reorder");
    }
    reorder = probability(colon < 0 ? value : value.substring(0, colon), "reorder");
  }

  private double scaled(String value, String what) {
    if (value.isEmpty()) {
      throw error(what + " is empty");
    }
    double factor =
        switch (value.charAt(value.length() - 1)) {
          case 'k', 'K' -> 1e3;
          case 'M' -> 1e6;
          case 'G' -> 1e9;
          default -> 1;
        };
    return factor * number(factor == 1 ? value : value.substring(0, value.length() - 1), what);
  }

  private long nanos(String value, String what) {
    int unit = 0;
    while (unit < value.length() && !Character.isLetter(value.charAt(unit))) {
      unit++;
    }
    double factor =
        switch (value.substring(unit)) {
          case "ns" -> 1;
          case "us" -> 1e3;
          case "ms" -> 1e6;
          case "s" -> 1e9;
          default -> throw error(what + " '" + value + "' needs a unit: ns, us, ms or s");
        };
    return Math.round(factor * number(value.substring(0, unit), what));
  }

  private double probability(String value, String what) {
    boolean percent = value.endsWith("%");
    double number = number(percent ? value.substring(0, value.length() - 1) : value, what);
    return percent ? number / 100 : number;
  }

  private double number(String value, String what) {
    if (!value.matches("\\d{1,15}(\\.\\d{1,15})?([eE]-?\\d{1,2})?")) {
      throw error(what + " '" + value + "' is no number");
    }
    return Double.parseDouble(value);
  }

  private IllegalArgumentException error(String what) {
    return new IllegalArgumentException("bad link '" + text + "': " + what);
  }
}
