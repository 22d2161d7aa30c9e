package org.mptcp4j.impl.tcp.recovery;

/**
 * F-RTO (RFC 5682), with SACK as in section 3.1 and without as in section 2.1: after a time-out
 * only the head is sent again, then new data. If what was taken for lost arrives all the same, the
 * time-out was spurious.
 */
final class ForwardRecovery {
  private enum Step {
    /** The conventional recovery: all that is lost is sent again in slow start. */
    OFF,
    /** Step 2: the head was sent again, and waits for its ACK. */
    HEAD,
    /** Step 3: new data was sent, and the next ACK decides. */
    FORWARD
  }

  private Step step = Step.OFF;
  private long head;
  private long headEnd;
  private long recoveryPoint;
  private long sentNew;

  /**
   * Step 1.
   *
   * @param recovering whether an earlier recovery goes on, and its retransmissions may be what ACKs
   *     speak of
   */
  void onTimeout(long sndUna, boolean recovering) {
    step = recovering ? Step.OFF : Step.HEAD;
    head = sndUna;
    headEnd = sndUna;
  }

  /** Whether the time-out may still prove spurious by this algorithm. */
  boolean undecided() {
    return step != Step.OFF;
  }

  void clear() {
    step = Step.OFF;
  }

  void onRetransmitted(long start, long length) {
    if (step == Step.HEAD && start == head) {
      headEnd = Math.max(headEnd, start + length);
    }
  }

  void onSent(long length) {
    sentNew += length;
  }

  /** Whether what is lost waits for the decision: all but the head. */
  boolean holdsBack() {
    return step == Step.FORWARD || (step == Step.HEAD && headEnd > head);
  }

  /** Whether the ACK of the head is waited for. */
  boolean waits() {
    return step == Step.HEAD && headEnd > head;
  }

  /** Bytes that may leave while the decision is open: "up to two new segments" of step 2. */
  long limit(int mss) {
    return waits() ? 0 : step == Step.FORWARD ? 2L * mss - sentNew : Long.MAX_VALUE;
  }

  /**
   * Step 2: "If the TCP sender does not have any new data to send, or the advertised window
   * prohibits new transmissions", the conventional recovery follows.
   *
   * @return whether it does
   */
  boolean endWithoutNewData() {
    if (step != Step.FORWARD || sentNew > 0) {
      return false;
    }
    step = Step.OFF;
    return true;
  }

  /** Returns whether this ACK shows that the time-out was spurious. */
  boolean onAck(Acknowledgment ack, Delivery delivery, boolean sack) {
    return switch (step) {
      case OFF -> false;
      case HEAD -> {
        onHead(ack, sack);
        yield false;
      }
      case FORWARD -> decide(ack, delivery);
    };
  }

  private void onHead(Acknowledgment ack, boolean sack) {
    if (!ack.advances()) {
      // With SACK: "Stay in step 2 and wait for the next new acknowledgment"
      step = ack.duplicate && !sack ? Step.OFF : step;
      return;
    }
    recoveryPoint = ack.sndNxt;
    sentNew = 0;
    step = ack.ack >= recoveryPoint || ack.ack < headEnd ? Step.OFF : Step.FORWARD;
  }

  private boolean decide(Acknowledgment ack, Delivery delivery) {
    boolean beyond = delivery.any && delivery.highestEnd > recoveryPoint;
    if (!beyond && delivery.lostArrived) {
      step = Step.OFF;
      return true;
    }
    if (beyond || ack.advances() || ack.duplicate) {
      step = Step.OFF;
    }
    return false;
  }
}
