package org.mptcp4j.examples.demo;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hash that both ends compute. */
final class Sha256 {
  private Sha256() {}

  static MessageDigest create() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
