package org.mptcp4j.tproxy.linux.route;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mptcp4j.engine.Zone;

/**
 * What {@code ip} says of an interface in this process's network namespace.
 *
 * @param name of the interface
 * @param mtu in bytes
 * @param up whether it is administratively up
 * @param addresses with their prefixes
 */
public record NetworkInterfaceFacts(String name, int mtu, boolean up, List<Zone.Prefix> addresses) {
  private static final Pattern LINK =
      Pattern.compile("^\\d+:\\s+([^:@\\s]+)(?:@[^:]*)?:\\s+<([^>]*)>.*?\\bmtu\\s+(\\d+)");
  private static final Pattern ADDRESS = Pattern.compile("\\binet6?\\s+([0-9A-Fa-f:.]+)(/\\d+)?");
  private static final Pattern PEER = Pattern.compile("\\bpeer\\s+[0-9A-Fa-f:.]+(/\\d+)");

  /**
   * Asks for {@code name}.
   *
   * @throws IOException where it does not exist; the message names those that do
   */
  public static NetworkInterfaceFacts of(IpCommand ip, String name) throws IOException {
    List<String> names = new ArrayList<>();
    for (String line : ip.lines("-o", "link", "show")) {
      Matcher link = LINK.matcher(line);
      if (link.find()) {
        names.add(link.group(1));
        if (link.group(1).equals(name)) {
          boolean up = List.of(link.group(2).split(",", -1)).contains("UP");
          int mtu = Math.min(Integer.parseInt(link.group(3)), 65_535);
          return new NetworkInterfaceFacts(name, mtu, up, addresses(ip, name));
        }
      }
    }
    throw new IOException(
        "there is no interface " + name + " (only " + String.join(", ", names) + ")");
  }

  /** The names of all interfaces whose driver is TUN. */
  static List<String> tunDevices(IpCommand ip) throws IOException {
    List<String> names = new ArrayList<>();
    for (String line : ip.lines("-o", "link", "show", "type", "tun")) {
      Matcher link = LINK.matcher(line);
      if (link.find()) {
        names.add(link.group(1));
      }
    }
    return names;
  }

  private static List<Zone.Prefix> addresses(IpCommand ip, String name) throws IOException {
    List<Zone.Prefix> addresses = new ArrayList<>();
    for (String line : ip.lines("-o", "addr", "show", "dev", name)) {
      Matcher address = ADDRESS.matcher(line);
      if (address.find()) {
        Matcher peer = PEER.matcher(line);
        String length = peer.find() ? peer.group(1) : address.group(2);
        addresses.add(Zone.Prefix.parse(address.group(1) + (length == null ? "" : length)));
      }
    }
    return addresses;
  }
}
