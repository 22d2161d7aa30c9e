package org.mptcp4j.tproxy.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mptcp4j.engine.Zone;
import org.mptcp4j.test.Needs;
import org.mptcp4j.tproxy.DeviceSpec;
import org.mptcp4j.tproxy.Diversion;
import org.mptcp4j.tproxy.HostDevice;
import org.mptcp4j.tproxy.PlatformDevices;
import org.mptcp4j.tproxy.linux.route.IpCommand;

/** Host devices, each test in a network namespace of its own. */
@Needs(root = true, tun = true, namespaces = true, commands = "ip")
class HostDevicesTest {
  private final LinuxPlatform platform = new LinuxPlatform();

  @Test
  void makesADeviceAndTakesItAway() throws Exception {
    NetworkNamespace.runInNew(
        () -> {
          try (PlatformDevices devices = open("tun0=10.9.1.2/24,fd00:9:1::2/64,10.8.0.1/32")) {
            assertThat(devices.actions())
                .containsExactly(
                    "made tun0",
                    "tun0: the kernel has 10.9.1.1/24",
                    "tun0: the kernel has fd00:9:1:0:0:0:0:1/64",
                    "tun0: route to 10.8.0.1");
            assertThat(ip("-o", "addr", "show", "dev", "tun0"))
                .contains("10.9.1.1/24")
                .contains("fd00:9:1::1/64")
                .doesNotContain("tentative");
            assertThat(ip("-o", "link", "show", "tun0")).contains("UP", "qlen 10000");
            assertThat(platform.prefixesBehind("tun0").stream().map(Zone.Prefix::toString))
                .contains("10.9.1.0/24", "10.8.0.1/32", "fd00:9:1:0:0:0:0:0/64");
          }
          assertThat(ip("-o", "link", "show")).doesNotContain("tun0");
        });
  }

  @Test
  void usesADeviceThatIsThereAndLeavesItAsItWas() throws Exception {
    NetworkNamespace.runInNew(
        () -> {
          ip("tuntap", "add", "dev", "tun0", "mode", "tun");
          ip("addr", "add", "10.9.1.7/24", "dev", "tun0");
          try (PlatformDevices devices = open("tun0=10.9.1.2/24,fd00:9:1::2/64")) {
            assertThat(devices.actions())
                .containsExactly("attached to tun0", "tun0: the kernel has fd00:9:1:0:0:0:0:1/64");
          }
          assertThat(ip("-o", "addr", "show", "dev", "tun0"))
              .contains("10.9.1.7/24")
              .doesNotContain("fd00");
          assertThat(ip("-o", "link", "show", "tun0")).doesNotContain("UP");
        });
  }

  @Test
  void refusesWhatCannotBeAndLeavesNothing() throws Exception {
    NetworkNamespace.runInNew(
        () -> {
          ip("tuntap", "add", "dev", "tun0", "mode", "tun");
          ip("addr", "add", "10.9.1.2/24", "dev", "tun0");
          assertThatThrownBy(() -> open("tun1=10.9.3.2/24", "tun0=10.9.1.2/24"))
              .isInstanceOf(IOException.class)
              .hasMessage(
                  "10.9.1.2 is the kernel's own address on tun0: choose another one for the stack");
          assertThat(ip("-o", "link", "show")).doesNotContain("tun1");
          assertThatThrownBy(() -> open("tun1=10.9.3.2/24", "tun1=10.9.4.2/24"))
              .hasMessage("device tun1 is named twice");
          assertThatThrownBy(() -> platform.open(List.of())).hasMessage("no device is named");
          assertThatThrownBy(() -> platform.prefixesBehind("wan7"))
              .hasMessage("there is no interface wan7 (only lo, tun0)");
          assertThatThrownBy(() -> platform.open(List.of(Diversion.of("wan7", List.of()))))
              .hasMessage("there is no interface wan7 (only lo, tun0)");
        });
  }

  private PlatformDevices open(String... specs) throws IOException {
    List<DeviceSpec> parsed =
        Arrays.stream(specs).map(HostDevice::parse).map(DeviceSpec.class::cast).toList();
    return platform.open(parsed);
  }

  static String ip(String... arguments) throws IOException {
    return IpCommand.find().run(arguments);
  }
}
