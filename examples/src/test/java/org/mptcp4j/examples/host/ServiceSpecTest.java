package org.mptcp4j.examples.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceSpecTest {
  @Test
  void everyKind() {
    assertThat(ServiceSpec.parse("7=echo")).isEqualTo(new ServiceSpec(7, "echo", ""));
    assertThat(ServiceSpec.parse("65535=discard").port()).isEqualTo(65_535);
    assertThat(ServiceSpec.parse("19=source:100M").argument()).isEqualTo("100M");
    assertThat(ServiceSpec.parse("80=http:/a:b").argument()).isEqualTo("/a:b");
  }

  @ParameterizedTest
  @CsvSource({
    "echo, not PORT=SERVICE: echo",
    "0=echo, not a port from 1 to 65535: 0",
    "65536=echo, not a port from 1 to 65535: 65536",
    "x=echo, not a port from 1 to 65535: x",
    "80=http, http needs a directory: 80=http",
    "7=echo:x, echo takes no argument: 7=echo:x",
    "19=source:x, not a size such as 100M: x",
  })
  void oneLineForEachMistake(String text, String message) {
    assertThatThrownBy(() -> ServiceSpec.parse(text)).hasMessage(message);
  }

  @Test
  void anUnknownServiceNamesTheKnownOnes() {
    assertThatThrownBy(() -> ServiceSpec.parse("21=ftp"))
        .hasMessage("no such service; there are echo, discard, source, http: 21=ftp");
  }
}
