package org.mptcp4j.conformance.dialogue;

/** Ends a case before its last line, with a verdict other than {@link Verdict#PASS}. */
public final class CaseEnd extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Verdict verdict;

  private CaseEnd(Verdict verdict, String reason) {
    super(reason, null, false, false);
    this.verdict = verdict;
  }

  public static CaseEnd fail(String reason) {
    return new CaseEnd(Verdict.FAIL, reason);
  }

  public static CaseEnd inconclusive(String reason) {
    return new CaseEnd(Verdict.INCONCLUSIVE, reason);
  }

  public static CaseEnd notApplicable(String reason) {
    return new CaseEnd(Verdict.NOT_APPLICABLE, reason);
  }

  public Verdict verdict() {
    return verdict;
  }
}
