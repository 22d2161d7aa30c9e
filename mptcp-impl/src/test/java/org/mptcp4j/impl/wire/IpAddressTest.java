package org.mptcp4j.impl.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "10.0.1.2",
        "255.255.255.255",
        "::",
        "::1",
        "2001:db8::ffff:1",
        "fe80::1"
      })
  void comesBackAsItWas(String literal) throws Exception {
    InetAddress address = InetAddress.getByName(literal);
    IpAddress ip = IpAddress.of(address);
    assertThat(ip.toInetAddress()).isEqualTo(address);
    assertThat(ip.v6()).isEqualTo(address instanceof Inet6Address);
    assertThat(ip)
        .isEqualTo(new IpAddress(ip.hi(), ip.lo(), ip.v6()))
        .hasToString(address.getHostAddress());
  }

  @Test
  void aMappedAddressStaysIpv6() {
    IpAddress mapped = IpAddress.v6(0, 0xFFFF_0A00_0001L);
    assertThat(IpAddress.of(mapped.toInetAddress())).isEqualTo(mapped);
    assertThat(mapped).isNotEqualTo(IpAddress.v4(0x0A00_0001));
  }

  @Test
  void ipv4HasNoUpperBits() {
    assertThatThrownBy(() -> new IpAddress(1, 0, false))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new IpAddress(0, 1L << 32, false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keysDifferInEachPart() {
    IpAddress a = IpAddress.v4(1);
    IpAddress b = IpAddress.v4(2);
    FlowKey key = new FlowKey(0, a, 80, b, 4000);
    assertThat(key).isEqualTo(new FlowKey(0, IpAddress.v4(1), 80, IpAddress.v4(2), 4000));
    assertThat(key).hasSameHashCodeAs(new FlowKey(0, IpAddress.v4(1), 80, IpAddress.v4(2), 4000));
    assertThat(key)
        .isNotEqualTo(new FlowKey(1, a, 80, b, 4000))
        .isNotEqualTo(new FlowKey(0, b, 80, a, 4000))
        .isNotEqualTo(new FlowKey(0, a, 4000, b, 80));
    assertThat(key).hasToString("zone 0 0.0.0.1:80 - 0.0.0.2:4000");
  }
}
