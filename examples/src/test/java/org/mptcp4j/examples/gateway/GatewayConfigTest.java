package org.mptcp4j.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.engine.Addresses;
import org.mptcp4j.engine.Zone;
import org.mptcp4j.gateway.setup.HagSetup;
import org.mptcp4j.gateway.setup.HcpeSetup;
import org.mptcp4j.gateway.setup.Side;
import org.mptcp4j.tproxy.Diversion;

/** The files of both gateways: what works as written, and one clear line for what does not. */
class GatewayConfigTest {
  private static final String HCPE =
      """
      mptcp-version = 0
      [lan]
      interface = "lan"
      [[access]]
      name = "dsl"
      interface = "wan1"
      [[access]]
      name = "lte"
      interface = "wan2"
      address = "10.2.0.2"
      """;
  private static final String HAG =
      """
      mptcp-version = 0
      [core]
      interface = "core"
      [[access]]
      name = "dsl"
      interface = "acc1"
      customers = ["10.0.1.0/24"]
      [[access]]
      name = "lte"
      interface = "acc2"
      address = "10.2.0.1"
      """;
  private static final Zone.Prefix HOSTS = Zone.Prefix.parse("10.0.1.0/24");

  @TempDir Path directory;

  /** A machine with the interfaces of both samples. */
  private static final Machine MACHINE =
      new Machine() {
        @Override
        public boolean hasInterface(String name) {
          return Set.of("lan", "wan1", "wan2", "core", "acc1", "acc2").contains(name);
        }

        @Override
        public List<Zone.Prefix> prefixesBehind(String interfaceName) {
          return List.of(HOSTS);
        }
      };

  @Test
  void readsTheHcpeAsWritten() throws Exception {
    GatewayConfig config = hcpe(HCPE);
    HcpeSetup setup = (HcpeSetup) config.setup();
    assertThat(setup.connections().versions()).containsExactly(MptcpVersion.V0);
    assertThat(setup.hosts()).containsExactly(HOSTS);
    assertThat(setup.sides()).extracting(Side::name).containsExactly("lan", "dsl", "lte");
    assertThat(Side.specs(setup.sides()))
        .containsExactly(
            Diversion.of("lan", List.of(Diversion.Selector.from(HOSTS))),
            Diversion.of("wan1", List.of(Diversion.Selector.to(HOSTS))),
            Diversion.own("wan2", List.of(Addresses.literal("10.2.0.2"))));
  }

  @Test
  void readsTheHagAsWritten() throws Exception {
    HagSetup setup = (HagSetup) hag(HAG).setup();
    assertThat(Side.specs(setup.sides()))
        .containsExactly(
            Diversion.of("core", List.of(Diversion.Selector.to(HOSTS))),
            Diversion.of("acc1", List.of(Diversion.Selector.from(HOSTS))),
            Diversion.own("acc2", List.of(Addresses.literal("10.2.0.1"))));
  }

  @Test
  void readsWhatIsOptional() throws Exception {
    GatewayConfig config =
        hcpe(
            """
            scheduler = "round-robin"
            checksum = true
            send-buffer = 65536
            keep-alive = 300
            time-wait = 5
            max-pending = 7
            max-memory = "2G"
            queues = 3
            [bypass]
            prefixes = ["192.0.2.0/24"]
            ports = [25]
            """
                + HCPE.replace("mptcp-version = 0\n", "")
                    .replace("\"lan\"", "\"lan\"\nprefixes = [\"10.0.1.0/24\", \"fd00:1::/64\"]")
                + """
                hag = ["10.2.0.1"]
                gateway = "10.2.0.254"
                backup = true
                """);
    HcpeSetup setup = (HcpeSetup) config.setup();
    assertThat(setup.connections().scheduler().name()).isEqualTo("round-robin");
    assertThat(setup.connections().checksum()).isTrue();
    assertThat(setup.connections().sendBufferBytes()).isEqualTo(65_536);
    assertThat(setup.connections().tcp().keepAlive().idleNanos()).isEqualTo(300_000_000_000L);
    assertThat(setup.connections().timeWaitNanos()).isEqualTo(5_000_000_000L);
    assertThat(config.limits().pending()).isEqualTo(7);
    assertThat(config.limits().memoryBytes()).isEqualTo(2L << 30);
    assertThat(config.queues()).isEqualTo(3);
    assertThat(setup.hosts()).hasSize(2);
    assertThat(setup.bypass().ports()).containsExactly(25);
    HcpeSetup.Access lte = setup.accesses().get(1);
    assertThat(lte.hags()).containsExactly(Addresses.literal("10.2.0.1"));
    assertThat(lte.backup()).isTrue();
    assertThat(lte.side().nextHops()).containsExactly(Addresses.literal("10.2.0.254"));
  }

  @ParameterizedTest
  @EnumSource(ConfigCommand.Gateway.class)
  void samplesCanBeReadAsTheyAre(ConfigCommand.Gateway gateway) throws Exception {
    String sample = ConfigCommand.sample(gateway);
    assertThat(read(gateway, sample)).isNotNull();
  }

  @ParameterizedTest
  @EnumSource(ConfigCommand.Gateway.class)
  void whatTheSamplesOfferCanBeReadToo(ConfigCommand.Gateway gateway) throws Exception {
    String all = ConfigCommand.sample(gateway).replaceAll("(?m)^# (?=[\\[a-z-]+(\\]| = ))", "");
    assertThat(all).contains("\nscheduler = ").contains("\n[bypass]");
    assertThat(read(gateway, all)).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          mptcp-version = 0   | mptcp-versoin = 0    | line 1: mptcp-versoin: unknown key
          mptcp-version = 0   | mptcp-version = "0"  | line 1: mptcp-version: expected numbers
          mptcp-version = 0   | mptcp-version = [1,2] | line 1: mptcp-version: expected numbers
          mptcp-version = 0   | mptcp-version = 7    | line 1: mptcp-version: expected numbers
          mptcp-version = 0   | scheduler = "best"   | line 1: scheduler: expected a scheduler
          mptcp-version = 0   | checksum = 1         | line 1: checksum: expected true or false
          mptcp-version = 0   | mptcp-version        | line 1:
          mptcp-version = 0   | send-buffer = 5      | line 1: send-buffer: expected a number
          interface = "lan"   | interfac = "lan"     | line 2: lan.interface: expected the name
          interface = "lan"   | interface = "wan1"   | line 6: access.interface: expected an inter
          interface = "lan"   | interface = "nope"   | line 3: lan.interface: expected an inter
          name = "lte"        | name = "dsl"         | line 8: access.name: expected a name that
          address = "10.2.0.2"| address = "10.2.0"   | line 10: access.address: expected an addr
          address = "10.2.0.2"| address = 10         | line 10: access.address: expected an addr
          address = "10.2.0.2"| address = "lte"      | line 10: access.address: expected an addr
          address = "10.2.0.2"| address = "0.0.0.0"  | line 10: access.address: expected an addr
          address = "10.2.0.2"| hag = "10.2.0.1"     | line 7: access.address: expected the gate
          address = "10.2.0.2"| adress = "10.2.0.2"  | line 10: access.adress: unknown key
          """)
  void tellsInOneLineWhatIsWrongInAnHcpe(String good, String bad, String expected) {
    String text = HCPE.replace(good, bad);
    assertThat(text).isNotEqualTo(HCPE);
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> hcpe(text))
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1))
        .withMessageContaining("hcpe.toml, " + expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          ["10.0.1.0/24"]     | ["10.0.1.0/33"]      | line 7: access.customers: expected a prefix
          ["10.0.1.0/24"]     | ["10.0.1.1/24"]      | line 7: access.customers: expected prefixes
          ["10.0.1.0/24"]     | []                   | line 7: access.customers: expected prefixes
          customers =         | clients =            | line 7: access.clients: unknown key
          [core]              | [cor]                | core: expected a table [core]; it is missing
          address = "10.2.0.1"| hag = "10.2.0.1"     | line 11: access.hag: unknown key
          """)
  void tellsInOneLineWhatIsWrongInAHag(String good, String bad, String expected) {
    String text = HAG.replace(good, bad);
    assertThat(text).isNotEqualTo(HAG);
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> hag(text))
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1))
        .withMessageContaining(expected);
  }

  @Test
  void wantsACustomerSomewhere() {
    String text = HAG.replace("customers = [\"10.0.1.0/24\"]", "address = \"10.1.0.1\"");
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> hag(text))
        .withMessageContaining("customers = [...] in at least one access");
  }

  @Test
  void tellsThatTheFileIsMissing() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> HagConfig.read(directory.resolve("no.toml"), MACHINE))
        .withMessageEndingWith("no.toml: there is no such file");
  }

  private GatewayConfig read(ConfigCommand.Gateway gateway, String text) throws Exception {
    return gateway == ConfigCommand.Gateway.hcpe ? hcpe(text) : hag(text);
  }

  private GatewayConfig hcpe(String text) throws ConfigException, IOException {
    return HcpeConfig.read(Files.writeString(directory.resolve("hcpe.toml"), text), MACHINE);
  }

  private GatewayConfig hag(String text) throws ConfigException, IOException {
    return HagConfig.read(Files.writeString(directory.resolve("hag.toml"), text), MACHINE);
  }
}
