package org.mptcp4j.examples.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteFileTest {
  @Test
  void http() {
    assertThat(RemoteFile.parse("http://10.9.1.1/a%20b?c=d"))
        .isEqualTo(new RemoteFile(true, "10.9.1.1", "10.9.1.1", 80, "/a%20b?c=d"));
    assertThat(RemoteFile.parse("http://[fd00::1]:8080"))
        .isEqualTo(new RemoteFile(true, "[fd00::1]:8080", "fd00::1", 8080, "/"));
  }

  @Test
  void tcp() {
    assertThat(RemoteFile.parse("tcp://10.9.1.1:19").port()).isEqualTo(19);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://a/",
        "a",
        "tcp://a",
        "http:///x",
        "http://a:0/",
        "http://a b/",
        "http://u@a/"
      })
  void mistakes(String text) {
    assertThatThrownBy(() -> RemoteFile.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text);
  }
}
