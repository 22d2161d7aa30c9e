package org.mptcp4j.examples.pairs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KernelCubicTest {
  @Test
  void namesStandBeforeTheWindowScales() {
    String sockets =
        """
        ESTAB 0 0 10.7.2.1:37337 10.7.2.2:5000
        \t cubic wscale:10,10 rto:201 rtt:0.1/0.05 mss:1448 cwnd:10
        ESTAB 0 0 10.7.2.1%v2:44429 10.7.1.2:5000
        \t ts sack ecn bbr wscale:10,10 rto:201 bbr:(bw:12895639328bps,mrtt:0.032)
        """;
    assertThat(KernelCubic.inUse(sockets)).containsExactly("bbr", "cubic");
  }
}
