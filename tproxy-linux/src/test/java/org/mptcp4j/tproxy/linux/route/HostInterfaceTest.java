package org.mptcp4j.tproxy.linux.route;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mptcp4j.engine.Zone;

class HostInterfaceTest {
  @ParameterizedTest
  @CsvSource({
    "10.9.1.2/24, 10.9.1.1",
    "10.9.1.1/24, 10.9.1.2",
    "10.9.1.0/31, 10.9.1.1",
    "10.9.1.1/31, 10.9.1.0",
    "10.9.1.130/25, 10.9.1.129",
    "0.0.0.2/24, 0.0.0.1",
    "255.255.255.9/29, 255.255.255.10",
    "fd00:9:1::2/64, fd00:9:1::1",
    "fd00:9:1::1/64, fd00:9:1::2",
    "fd00::/127, fd00::1",
  })
  void givesTheKernelTheFirstFreeAddress(String own, String neighbour) {
    assertThat(HostInterface.neighbour(Zone.Prefix.parse(own)))
        .contains(Zone.Prefix.parse(neighbour).address());
  }

  @Test
  void hasNoNeighbourForAWholeAddress() {
    assertThat(HostInterface.neighbour(Zone.Prefix.parse("10.9.1.2"))).isEmpty();
    assertThat(HostInterface.neighbour(Zone.Prefix.parse("fd00::2"))).isEmpty();
  }
}
