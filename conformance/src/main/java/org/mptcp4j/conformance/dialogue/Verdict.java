package org.mptcp4j.conformance.dialogue;

/** How a case ended. */
public enum Verdict {
  /** The peer did what the RFC says. */
  PASS,
  /** It did not. */
  FAIL,
  /** The case has no meaning with this peer, for the reason given. */
  NOT_APPLICABLE,
  /** The case did not come to its point, for the reason given. */
  INCONCLUSIVE
}
