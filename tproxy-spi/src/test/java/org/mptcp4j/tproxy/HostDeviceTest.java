package org.mptcp4j.tproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mptcp4j.engine.Zone;

class HostDeviceTest {
  @Test
  void parsesAddressesAndMtu() {
    HostDevice device = HostDevice.parse("tun0=10.9.1.2/24,fd00:9:1::2/64,mtu=1400");
    assertThat(device.name()).isEqualTo("tun0");
    assertThat(device.mtu()).isEqualTo(1400);
    assertThat(device.addresses())
        .containsExactly(Zone.Prefix.parse("10.9.1.2/24"), Zone.Prefix.parse("fd00:9:1::2/64"));
    assertThat(HostDevice.parse("tun0=10.9.1.2/24").mtu()).isEqualTo(HostDevice.DEFAULT_MTU);
  }

  @Test
  void offloadsUnlessItIsSwitchedOff() {
    assertThat(HostDevice.parse("tun0=10.9.1.2/24").offload()).isTrue();
    assertThat(HostDevice.parse("tun0=10.9.1.2/24,offload=on").offload()).isTrue();
    HostDevice plain = HostDevice.parse("tun0=10.9.1.2/24,offload=off");
    assertThat(plain.offload()).isFalse();
    assertThat(HostDevice.parse("tun0=10.9.1.2/24").withoutOffload()).isEqualTo(plain);
    assertThat(HostDevice.parseAll(List.of("tun0=10.9.1.2/24,offload=off", "tun0=10.9.1.3/24")))
        .singleElement()
        .satisfies(joined -> assertThat(joined.offload()).isFalse());
  }

  @Test
  void joinsThoseOfTheSameName() {
    assertThat(
            HostDevice.parseAll(
                List.of("tun0=10.9.1.2/24", "tun1=10.9.2.2/24", "tun0=fd00::2/64,mtu=1300")))
        .containsExactly(
            HostDevice.parse("tun0=10.9.1.2/24,fd00::2/64,mtu=1300"),
            HostDevice.parse("tun1=10.9.2.2/24"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tun0",
        "=10.9.1.2/24",
        "tun0=",
        "tun0=10.9.1.2",
        "tun0=10.9.1.2/33",
        "tun0=10.9.1/24",
        "tun0=10.9.1.2/x",
        "tun0=mtu=1500",
        "tun0=10.9.1.2/24,mtu=x",
        "tun0=10.9.1.2/24,mtu=500",
        "tun0=fd00::2/64,mtu=1000",
        "tun0=10.9.1.2/24,mtu=70000",
        "tun0=10.9.1.2/24,offload=maybe",
        "tun0=host.example/24"
      })
  void saysInOneLineWhatIsWrong(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HostDevice.parse(text))
        .satisfies(e -> assertThat(e.getMessage()).isNotBlank().doesNotContain("\n"));
  }
}
