package org.mptcp4j.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JoinRetryTest {
  @Test
  void doublesUpToTheLongestWait() {
    JoinRetry retry = new JoinRetry(1_000, 5_000, 9);
    assertThat(retry.waitNanos(1)).isEqualTo(1_000);
    assertThat(retry.waitNanos(2)).isEqualTo(2_000);
    assertThat(retry.waitNanos(3)).isEqualTo(4_000);
    assertThat(retry.waitNanos(4)).isEqualTo(5_000);
    assertThat(retry.waitNanos(Integer.MAX_VALUE)).isEqualTo(5_000);
  }
}
