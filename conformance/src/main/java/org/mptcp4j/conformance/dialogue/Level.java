package org.mptcp4j.conformance.dialogue;

/** The key words of RFC 2119 that a case stands on. */
public enum Level {
  MUST,
  SHOULD,
  MAY
}
