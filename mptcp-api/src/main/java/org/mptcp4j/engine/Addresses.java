package org.mptcp4j.engine;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Literal IP addresses, parsed without a look-up of names. */
public final class Addresses {
  private Addresses() {}

  /**
   * The address that {@code text} writes out.
   *
   * @throws IllegalArgumentException where {@code text} is no IPv4 or IPv6 literal
   */
  public static InetAddress literal(String text) {
    boolean v4 = text.matches("\\d{1,3}(\\.\\d{1,3}){3}");
    boolean v6 = text.indexOf(':') >= 0 && text.matches("[0-9A-Fa-f:.]+");
    if (!v4 && !v6) {
      throw new IllegalArgumentException("not an IP address: " + text);
    }
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("not an IP address: " + text, e);
    }
  }
}
