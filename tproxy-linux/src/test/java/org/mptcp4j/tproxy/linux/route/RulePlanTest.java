package org.mptcp4j.tproxy.linux.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mptcp4j.engine.Addresses;
import org.mptcp4j.engine.Zone;
import org.mptcp4j.tproxy.Diversion;
import org.mptcp4j.tproxy.Diversion.Selector;

class RulePlanTest {
  @Test
  void divertsForwardedTrafficOfItsFamilyOnly() {
    Diversion lan =
        Diversion.of(
            "lan",
            List.of(
                Selector.from(Zone.Prefix.parse("10.0.1.0/24")),
                Selector.to(Zone.Prefix.parse("fd00:1::/64"))));
    assertThat(RulePlan.rules(lan, Family.V4, "m4j-lan", 0))
        .containsExactly(
            "rule add pref 200 iif lan from 10.0.1.0/24 ipproto tcp lookup 7700 protocol 77",
            "rule add pref 200 iif lan from 10.0.1.0/24 ipproto icmp lookup 7700 protocol 77",
            "rule add pref 401 iif lo ipproto icmp lookup 7700 protocol 77");
    assertThat(RulePlan.rules(lan, Family.V6, "m4j-lan", 0))
        .containsExactly(
            "rule add pref 200 iif lan to fd00:1:0:0:0:0:0:0/64 ipproto tcp"
                + " lookup 7700 protocol 77",
            "rule add pref 200 iif lan to fd00:1:0:0:0:0:0:0/64 ipproto ipv6-icmp"
                + " lookup 7700 protocol 77",
            "rule add pref 400 iif lo to fd00:1:0:0:0:0:0:0/64 ipproto ipv6-icmp"
                + " lookup 7700 protocol 77");
  }

  @Test
  void divertsOwnAddressesBeforeTheKernelTakesThem() {
    Diversion wan = Diversion.own("wan2", List.of(Addresses.literal("10.2.0.2")));
    assertThat(RulePlan.rules(wan, Family.V4, "m4j-wan2", 2))
        .containsExactly(
            "rule add pref 50 iif wan2 to 10.2.0.2 ipproto tcp lookup 7704 protocol 77",
            "rule add pref 50 iif wan2 to 10.2.0.2 ipproto icmp lookup 7704 protocol 77",
            "rule add pref 50 iif lo to 10.2.0.2 ipproto icmp lookup 7704 protocol 77",
            "rule add pref 300 iif m4j-wan2 from 10.2.0.2 lookup 7705 protocol 77",
            "rule add pref 301 iif m4j-wan2 from 10.2.0.2 lookup main suppress_prefixlength 0"
                + " protocol 77",
            "rule add pref 302 iif m4j-wan2 from 10.2.0.2 unreachable protocol 77");
    assertThat(RulePlan.rules(wan, Family.V6, "m4j-wan2", 2)).isEmpty();
  }

  @Test
  void leavesNeighbourDiscoveryAlone() {
    Diversion wan = Diversion.own("wan2", List.of(Addresses.literal("fd00::2")));
    assertThat(RulePlan.rules(wan, Family.V6, "m4j-wan2", 0))
        .noneMatch(rule -> rule.contains("iif wan2") && rule.contains("icmp"));
  }

  @Test
  void namesTunDevicesWithin15Bytes() {
    assertThat(DivertedInterface.tunName("wan1")).isEqualTo("m4j-wan1");
    assertThat(DivertedInterface.tunName("abcdefghijk")).isEqualTo("m4j-abcdefghijk");
    assertThat(DivertedInterface.tunName("abcdefghijklmno"))
        .hasSize(15)
        .startsWith("m4j-abcdef-")
        .isNotEqualTo(DivertedInterface.tunName("abcdefghijklmnp"));
  }
}
