package org.mptcp4j.engine;

/**
 * Randomness for keys, nonces, initial sequence numbers and ports. A {@code SecureRandom} in the
 * field; a seeded generator in a simulation, so that one seed gives the same bytes.
 */
@FunctionalInterface
public interface Entropy {
  /** 64 random bits. */
  long nextLong();
}
