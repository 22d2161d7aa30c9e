package org.mptcp4j.examples.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mptcp4j.examples.IsolatedCommand;
import org.mptcp4j.examples.IsolatedCommand.Outcome;
import org.mptcp4j.test.Needs;

/** The command {@code lab} as a process, with a mount namespace of its own for the names. */
@Needs(
    root = true,
    tun = true,
    namespaces = true,
    commands = {"ip", "unshare", "mount", "curl"})
class LabTest {
  private static final Pattern GOODPUT = Pattern.compile("([0-9.]+) Mbit/s");
  private static final Pattern LTE = Pattern.compile("lte carried (\\d+) %");

  @Test
  void plainRoutingUsesTheFirstLinkOnlyAndIsNoFasterThanIt() throws Exception {
    Outcome lab = lab("--plain", "--size", "2", "--dsl", "20M,5ms", "--lte", "100M,5ms");
    assertThat(lab.status()).as(lab.output()).isZero();
    assertThat(lab.output().split(": right", -1)).as("two transfers").hasSize(3);
    assertThat(numbers(GOODPUT, lab.output())).hasSize(2).allMatch(rate -> rate < 19.4);
    assertThat(numbers(LTE, lab.output())).containsExactly(0.0, 0.0);
  }

  @Test
  void aCommandGetsTheDelayOfTheLinkAndGivesItsStatus() throws Exception {
    String command = "curl -s -o /dev/null -w '%{http_code} %{time_connect}' $SMALL_URL; exit 7";
    Outcome lab = lab("--plain", "--dsl", "20M,40ms", "--size", "1", "--", "sh", "-c", command);
    assertThat(lab.status()).isEqualTo(7);
    assertThat(lab.output()).startsWith("200 ");
    assertThat(Double.parseDouble(lab.output().strip().substring(4))).isBetween(0.080, 0.8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--mptcp-version=0", "--ipv6"})
  void gatewaysBondBothLinksForKernelHosts(String option) throws Exception {
    Outcome lab = lab(option, "--size", "3");
    assertThat(lab.status()).as(lab.output()).isZero();
    assertThat(lab.output().split(": right", -1)).as("two transfers").hasSize(3);
    assertThat(numbers(LTE, lab.output())).hasSize(2).allMatch(part -> part > 10 && part < 90);
  }

  @Test
  void aRefusalAndAnIcmpErrorReachTheHost() throws Exception {
    String command =
        "for u in 10.3.0.2:81 198.51.100.1; do curl -s --max-time 20 $u; echo $?; done";
    Outcome lab = lab("--size", "1", "--", "sh", "-c", command);
    assertThat(lab.output()).as("could not connect").isEqualTo("7\n7\n");
  }

  @Test
  void theSecondLinkMayGoInMidTransfer() throws Exception {
    String command =
        "(sleep 0.7; ip netns exec m4j-hcpe ip link set wan2 down) &"
            + " curl -s --max-time 60 -o got $URL && cmp got $FILE && echo same; rm -f got";
    Outcome lab = lab("--size", "4", "--", "sh", "-c", command);
    assertThat(lab.output()).isEqualTo("same\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"m4j-hcpe", "m4j-hag"})
  void aKilledGatewayLeavesPlainRouting(String gateway) throws Exception {
    String command =
        "kill -9 $(ip netns pids %s);"
            + " for i in 1 2 3; do curl -s --max-time 10 -o /dev/null -w '%%{http_code} ' $SMALL_URL;"
            + " done";
    Outcome lab = lab("--size", "1", "--", "sh", "-c", command.formatted(gateway));
    assertThat(lab.output()).isEqualTo("200 200 200 ");
  }

  @Test
  void theMachinesOwnTcpOnASecondAddressIsLeftToIt() throws Exception {
    String command =
        "for p in 2222 2223; do ip netns exec m4j-hag curl -s --max-time 5 10.2.0.2:$p; echo $?; done";
    String listener =
        "(echo own | ip netns exec m4j-hcpe timeout 20 socat - tcp-listen:2222) & sleep 1;";
    Outcome lab = lab("--size", "1", "--", "sh", "-c", listener + command);
    assertThat(lab.output()).as("HTTP 0.9 refused, then no listener").endsWith("1\n7\n");
  }

  @Test
  @Needs(commands = {"tcpdump", "tshark", "socat"})
  void everyPacketOnTheAccessLinksIsValidMptcp() throws Exception {
    String command =
        "for i in wan1 wan2; do"
            + " ip netns exec m4j-hcpe timeout 30 tcpdump -q -s 0 -i $i -w $i.pcap 2>/dev/null & done;"
            + " sleep 1; curl -s -o /dev/null $URL; curl -s -T $FILE -o /dev/null $UPLOAD_URL; sleep 1;"
            + " for i in wan1 wan2; do"
            + " tshark -r $i.pcap --disable-protocol http --disable-protocol thrift"
            + " -o ip.check_checksum:TRUE -o tcp.check_checksum:TRUE"
            + " -Y 'tcp && (!mptcp || _ws.malformed || tcp.checksum.status == 0)' 2>/dev/null | wc -l;"
            + " tshark -r $i.pcap -Y 'tcp.flags.syn == 1 && tcp.flags.ack == 0' -T fields"
            + " -e ip.src -e ip.dst -e tcp.dstport 2>/dev/null | sort -u; rm -f $i.pcap; done";
    Outcome lab = lab("--size", "2", "--", "sh", "-c", command);
    assertThat(lab.output().lines())
        .containsExactly("0", "10.0.1.10\t10.3.0.2\t80", "0", "10.2.0.2\t10.2.0.1\t80");
  }

  @Test
  void wrongOptionsAreOneLine() throws Exception {
    Outcome lab = lab("--dsl", "fast");
    assertThat(lab.status()).isEqualTo(2);
    assertThat(lab.output()).hasLineCount(1).startsWith("mptcp lab: bad link 'fast'");
  }

  private static List<Double> numbers(Pattern pattern, String text) {
    List<Double> found = new ArrayList<>();
    for (Matcher matcher = pattern.matcher(text); matcher.find(); ) {
      found.add(Double.parseDouble(matcher.group(1)));
    }
    return found;
  }

  private static Outcome lab(String... arguments) throws IOException, InterruptedException {
    return IsolatedCommand.run("lab", arguments);
  }
}
