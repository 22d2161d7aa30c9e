package org.mptcp4j.sim.link;

/** Why a link dropped a packet. */
public enum DropCause {
  /** The queue had no room (tail drop). */
  QUEUE("queue"),
  /** Lost on the way, by the loss probability. */
  LOSS("loss"),
  /** Larger than the link's MTU. */
  TOO_BIG("too big"),
  /** The link was down, or was cut while the packet was on it. */
  DOWN("down");

  private final String text;

  DropCause(String text) {
    this.text = text;
  }

  /** For a person to read, in lower case. */
  @Override
  public String toString() {
    return text;
  }
}
