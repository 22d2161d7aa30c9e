package org.mptcp4j.sim;

/** A direction of a {@link Link}. */
public enum Direction {
  /** From {@link Link#a()} to {@link Link#b()}. */
  A_TO_B,
  /** From {@link Link#b()} to {@link Link#a()}. */
  B_TO_A;

  /** The other direction. */
  public Direction reverse() {
    return this == A_TO_B ? B_TO_A : A_TO_B;
  }
}
