package org.mptcp4j.examples.gateway;

import java.io.IOException;
import java.net.NetworkInterface;
import java.util.List;
import org.mptcp4j.engine.Zone;
import org.mptcp4j.tproxy.PacketPlatform;

/** What a configuration is checked against: the interfaces of the machine and what lies behind. */
interface Machine {
  boolean hasInterface(String name);

  /** The prefixes that the machine's routes say lie behind an interface. */
  List<Zone.Prefix> prefixesBehind(String interfaceName) throws IOException;

  /** This machine. */
  static Machine local() {
    return new Machine() {
      @Override
      public boolean hasInterface(String name) {
        try {
          return NetworkInterface.getByName(name) != null;
        } catch (IOException e) {
          return false;
        }
      }

      @Override
      public List<Zone.Prefix> prefixesBehind(String interfaceName) throws IOException {
        return PacketPlatform.load().prefixesBehind(interfaceName);
      }
    };
  }
}
