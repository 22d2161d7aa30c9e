package org.mptcp4j.conformance.peer;

/** What not every peer does, and some cases need. */
public enum Trait {
  /** Takes MP_JOIN to its address and port though it opened the connection. */
  ACCEPTS_JOINS_AS_CLIENT("takes joins as a client"),
  /** Opens a subflow to an address that is announced to it. */
  JOINS_ANNOUNCED("opens subflows to announced addresses"),
  /** Announces its second address. */
  ANNOUNCES("announces an address"),
  /** Requires DSS checksums by itself. */
  CHECKSUM("requires checksums"),
  /** Has a second address. */
  SECOND_ADDRESS("has a second address");

  private final String text;

  Trait(String text) {
    this.text = text;
  }

  /** Completes the sentence "needs a peer that ...". */
  public String text() {
    return text;
  }
}
