package org.mptcp4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrefixTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.1.0/24, 10.0.1.255, true",
    "10.0.1.0/24, 10.0.2.0, false",
    "10.0.1.128/25, 10.0.1.127, false",
    "10.0.1.7, 10.0.1.7, true",
    "10.0.1.7, 10.0.1.6, false",
    "0.0.0.0/0, 192.0.2.1, true",
    "0.0.0.0/0, fd00::1, false",
    "fd00:1::/33, fd00:1:7fff::1, true",
    "fd00:1::/33, fd00:1:8000::1, false",
    "::/0, fd00::1, true",
  })
  void contains(String prefix, String address, boolean expected) {
    assertThat(Zone.Prefix.parse(prefix).contains(Addresses.literal(address))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.1.0/33",
        "10.0.1.0/-1",
        "10.0.1.0/",
        "10.0.1.0/x",
        "fd00::/129",
        "localhost"
      })
  void refusesWhatIsNone(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Zone.Prefix.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10.0.1", "10.0.1.256", "10.0.0.0.1", "a.b.c.d", "fd00::g", ":"})
  void noNameIsLookedUp(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Addresses.literal(text));
  }
}
