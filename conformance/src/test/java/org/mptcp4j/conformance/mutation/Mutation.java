package org.mptcp4j.conformance.mutation;

/**
 * A fault to be seeded.
 *
 * @param name what is wrong then, words with hyphens
 * @param file of mptcp-impl, below {@code org/mptcp4j/impl}
 * @param before stands there exactly once
 * @param after takes its place
 * @param cases a glob of the cases that are tried first, since one of them should find it
 */
record Mutation(String name, String file, String before, String after, String cases) {
  @Override
  public String toString() {
    return name;
  }
}
