package org.mptcp4j.impl.tcp.matrix;

/**
 * One cell: what an event does in a state.
 *
 * @param outcome in a few words, for the table
 * @param check the test; null where the RFC gives the cell no meaning, and then {@code outcome}
 *     says why
 */
record Cell(State state, Event event, String outcome, Runnable check) {
  boolean hasMeaning() {
    return check != null;
  }

  @Override
  public String toString() {
    return state + " x " + event + ": " + outcome;
  }
}
