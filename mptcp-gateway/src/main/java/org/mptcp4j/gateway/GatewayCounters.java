package org.mptcp4j.gateway;

import java.util.Map;
import java.util.TreeMap;
import org.mptcp4j.CloseReason;
import org.mptcp4j.Counters;

/** The counters of one gateway; names begin with {@code Mptcp4jGateway}. */
final class GatewayCounters implements Counters {
  /** What is counted. */
  enum Event {
    /** SYNs intercepted. */
    HELD("Held"),
    /** SYNs that offered MPTCP from outside of the customers' prefixes. */
    FOREIGN("ForeignMPCapable"),
    /** SYNs that passed because the policy says so. */
    BYPASSED("Bypassed"),
    /** Both legs opened. */
    OPENED("Opened"),
    /** Of these, such as run without MPTCP since the peer has none. */
    FALLBACK("Fallback"),
    /** Closed in order. */
    CLOSED("Closed"),
    /** Ended by a reset or a time-out of one leg. */
    RESET("Reset"),
    /** Next leg answered with a RST. */
    REFUSED("Refused"),
    /** Next leg answered with an ICMP error. */
    UNREACHABLE("Unreachable"),
    /** Next leg did not answer. */
    TIMED_OUT("TimedOut"),
    /** The host gave up first. */
    ABANDONED("Abandoned"),
    /** The engine could not open the next leg (its addresses are in use). */
    NOT_OPENED("NotOpened");

    private final String suffix;

    Event(String suffix) {
      this.suffix = suffix;
    }

    String counterName() {
      return "Mptcp4jGateway" + suffix;
    }
  }

  private static final Event[] EVENTS = Event.values();

  private final long[] values = new long[EVENTS.length];

  void count(Event event) {
    values[event.ordinal()]++;
  }

  void countRejection(CloseReason reason) {
    switch (reason.kind()) {
      case UNREACHABLE -> count(Event.UNREACHABLE);
      case TIMED_OUT -> count(Event.TIMED_OUT);
      default -> count(Event.REFUSED);
    }
  }

  @Override
  public long get(String name) {
    for (Event event : EVENTS) {
      if (event.counterName().equals(name)) {
        return values[event.ordinal()];
      }
    }
    return 0;
  }

  @Override
  public Map<String, Long> snapshot() {
    TreeMap<String, Long> copy = new TreeMap<>();
    for (Event event : EVENTS) {
      if (values[event.ordinal()] > 0) {
        copy.put(event.counterName(), values[event.ordinal()]);
      }
    }
    return copy;
  }
}
