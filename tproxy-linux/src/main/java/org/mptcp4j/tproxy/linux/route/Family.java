package org.mptcp4j.tproxy.linux.route;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** IPv4 or IPv6, as {@code ip} and /proc/sys name them. */
public enum Family {
  V4("-4", "ipv4", "icmp"),
  V6("-6", "ipv6", "ipv6-icmp");

  private final String option;
  private final String directory;
  private final String icmp;

  Family(String option, String directory, String icmp) {
    this.option = option;
    this.directory = directory;
    this.icmp = icmp;
  }

  public static Family of(InetAddress address) {
    return address instanceof Inet4Address ? V4 : V6;
  }

  /** Those that {@code device} can have here; IPv6 may be switched off. */
  static List<Family> on(String device) {
    Path off = Path.of("/proc/sys/net/ipv6/conf", device, "disable_ipv6");
    try {
      if (Files.readString(off).strip().equals("0")) {
        return List.of(V4, V6);
      }
    } catch (java.io.IOException e) {
      return List.of(V4);
    }
    return List.of(V4);
  }

  /** The option of {@code ip}. */
  String option() {
    return option;
  }

  /** The directory below /proc/sys/net. */
  String directory() {
    return directory;
  }

  /** The protocol of its error messages, as {@code ip rule ... ipproto} takes it. */
  String icmp() {
    return icmp;
  }
}
