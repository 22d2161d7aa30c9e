package org.mptcp4j.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.engine.Addresses;
import org.mptcp4j.engine.SynInfo;
import org.mptcp4j.engine.Zone;

class BypassTest {
  private final Zone lan = Zone.transparent(0, "lan", 1500, List.of());
  private final Bypass bypass =
      new Bypass(
          List.of(Zone.Prefix.parse("192.0.2.0/24"), Zone.Prefix.parse("2001:db8::/32")),
          Set.of(25));

  @Test
  void coversEitherEndAndTheDestinationPort() {
    assertThat(bypass.covers(syn("10.0.1.2", "192.0.2.9", 80))).isTrue();
    assertThat(bypass.covers(syn("192.0.2.9", "10.0.1.2", 80))).isTrue();
    assertThat(bypass.covers(syn("fd00::1", "2001:db8:1::1", 80))).isTrue();
    assertThat(bypass.covers(syn("10.0.1.2", "198.51.100.1", 25))).isTrue();
    assertThat(bypass.covers(syn("10.0.1.2", "198.51.100.1", 80))).isFalse();
    assertThat(Bypass.none().covers(syn("10.0.1.2", "192.0.2.9", 25))).isFalse();
  }

  private SynInfo syn(String from, String to, int port) {
    return new SynInfo(
        lan,
        new InetSocketAddress(Addresses.literal(from), 25),
        new InetSocketAddress(Addresses.literal(to), port),
        MptcpVersion.OFF);
  }
}
