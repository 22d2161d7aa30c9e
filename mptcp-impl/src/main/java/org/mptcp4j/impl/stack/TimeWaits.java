package org.mptcp4j.impl.stack;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.mptcp4j.impl.mptcp.Mib;
import org.mptcp4j.impl.mptcp.TcpSubflow;
import org.mptcp4j.impl.tcp.OutgoingSegment;
import org.mptcp4j.impl.tcp.TimeWait;
import org.mptcp4j.impl.wire.FlowKey;
import org.mptcp4j.impl.wire.SegmentView;

/**
 * What is in TIME-WAIT: it answers and ends in time, and gives way to a SYN that opens its flow
 * anew (RFC 6191), for good only where something comes of that SYN.
 */
final class TimeWaits {
  private final FlowTable flows;
  private final FlowNumbers numbers;
  private final Predicate<FlowKey> requested;
  private final OutgoingSegment segment;
  private final CounterTable counters;
  private final Deadlines<TimeWait> ends = new Deadlines<>();
  private final ArrayDeque<TimeWait> answers = new ArrayDeque<>();
  private final Map<FlowKey, TimeWait> displaced = new HashMap<>();
  private final int most;
  private int count;

  /**
   * @param most how many there may be: beyond that the one goes that would end first
   * @param requested whether a SYN of that flow waits for a decision
   * @param segment what segments are formed in
   */
  TimeWaits(
      int most,
      FlowTable flows,
      FlowNumbers numbers,
      Predicate<FlowKey> requested,
      OutgoingSegment segment,
      CounterTable counters) {
    this.most = most;
    this.flows = flows;
    this.numbers = numbers;
    this.requested = requested;
    this.segment = segment;
    this.counters = counters;
  }

  /** How many there are, displaced ones included. */
  int size() {
    return count;
  }

  /** How many of them are in no table of flows, since a SYN took their place. */
  int displaced() {
    return displaced.size();
  }

  boolean hasAnswers() {
    return !answers.isEmpty();
  }

  /** When the next one ends; {@link Long#MAX_VALUE} for none. */
  long deadline() {
    return ends.earliest();
  }

  /** A subflow goes, and {@code rest} takes its place. */
  void begin(TcpSubflow subflow, TimeWait rest) {
    endDisplaced(rest.key());
    if (count == most) {
      counters.add(Mib.TIME_WAITS_CUT_SHORT, 1);
      end(ends.first());
    }
    flows.remove(subflow);
    flows.put(rest);
    count++;
    ends.update(rest, rest.until());
  }

  void input(TimeWait rest, SegmentView late, long now) {
    switch (rest.input(late, now)) {
      case ACK -> answer(rest);
      case CHALLENGE -> {
        counters.add(Mib.CHALLENGE_ACKS, 1);
        answer(rest);
      }
      case SUPPRESSED -> counters.add(Mib.CHALLENGES_SUPPRESSED, 1);
      case CLOSED -> {
        end(rest);
        return;
      }
      case NOTHING -> {}
    }
    ends.update(rest, rest.until());
  }

  private void answer(TimeWait rest) {
    if (!rest.queued()) {
      rest.queued(true);
      answers.addLast(rest);
    }
  }

  /** Sends what is to be answered, and ends what is over. */
  void poll(long now, Egress egress) {
    TimeWait next;
    while ((next = answers.pollFirst()) != null) {
      next.queued(false);
      next.acknowledge(segment, now);
      egress.send(segment);
    }
    while (ends.earliest() <= now) {
      end(ends.first());
    }
  }

  private void end(TimeWait rest) {
    ends.remove(rest);
    flows.remove(rest);
    displaced.remove(rest.key(), rest);
    count--;
  }

  private void endDisplaced(FlowKey key) {
    TimeWait before = displaced.get(key);
    if (before != null) {
      end(before);
    }
  }

  /** A SYN takes its place, for the time being. */
  void giveWay(TimeWait rest) {
    flows.remove(rest);
    displaced.put(rest.key(), rest);
    numbers.replaced(rest.key(), rest.lastSequence());
  }

  /** This side opens its flow anew. */
  void giveUp(TimeWait rest) {
    end(rest);
    numbers.replaced(rest.key(), rest.lastSequence());
  }

  /** A flow that may have taken the place of another is over. */
  void onGone(TcpSubflow subflow) {
    if (subflow.tcp().sendUnacknowledged() > 0) {
      // the SYN+ACK was acknowledged: that SYN was no old one
      endDisplaced(subflow.key());
    }
    comeBack(subflow.key());
  }

  /**
   * RFC 9293, section 3.6.1: a host that takes a SYN in TIME-WAIT "returns to TIME-WAIT state if
   * the SYN turns out to be an old duplicate". So it does whenever nothing came of the SYN.
   */
  void comeBack(FlowKey key) {
    TimeWait rest = displaced.get(key);
    if (rest != null && flows.get(key) == null && !requested.test(key)) {
      displaced.remove(key);
      flows.put(rest);
    }
  }

  void clear() {
    while (ends.earliest() != Long.MAX_VALUE) {
      end(ends.first());
    }
    answers.clear();
  }
}
