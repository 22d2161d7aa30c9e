package org.mptcp4j.examples.gateway;

/** A configuration that can't be used; the message is one line for the user. */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  ConfigException(String message) {
    super(message);
  }
}
