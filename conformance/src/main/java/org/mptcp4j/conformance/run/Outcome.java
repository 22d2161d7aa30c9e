package org.mptcp4j.conformance.run;

import org.mptcp4j.conformance.dialogue.Trace;
import org.mptcp4j.conformance.dialogue.Verdict;

/**
 * What came of an instance.
 *
 * @param reason of any verdict other than pass; empty for pass
 * @param expected why a failure was expected of this peer, null where it was not
 * @param nanos how long it took, in the time of its wire
 * @param tries how often it was run; the last one counts
 */
public record Outcome(
    Instance instance,
    Verdict verdict,
    String reason,
    String expected,
    Trace trace,
    long nanos,
    int tries) {

  /** Whether the run as a whole fails by it: a failure that nobody expected. */
  public boolean isBad() {
    return verdict == Verdict.FAIL && expected == null;
  }

  /** Whether another try may say more: a failure that nobody expected, or no verdict. */
  public boolean isOpen() {
    return isBad() || verdict == Verdict.INCONCLUSIVE;
  }

  Outcome withTries(int count) {
    return new Outcome(instance, verdict, reason, expected, trace, nanos, count);
  }

  @Override
  public String toString() {
    return verdict + " " + instance.name() + (reason.isEmpty() ? "" : ": " + reason);
  }
}
