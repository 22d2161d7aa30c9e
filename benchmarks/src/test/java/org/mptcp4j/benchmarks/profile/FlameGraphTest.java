package org.mptcp4j.benchmarks.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import org.junit.jupiter.api.Test;

class FlameGraphTest {
  private static final String SAMPLES =
      """
      mptcp-m4j-lan  1234 [001] 10.001:    2004008 cpu-clock:
      \tffffffff81a0 copy_from_iter+0x12 ([kernel.kallsyms])
      \tffffffff81b0 tun_get_user+0x34 ([kernel.kallsyms])
      \t    7f0000a1 long org.mptcp4j.tproxy.linux.libc.JnrSystemCalls.writev(int, long)+0x5 (/tmp/perf-1234.map)
      \t    7f0000b2 void org.mptcp4j.impl.stack.Egress.send(org.mptcp4j.Segment) (/tmp/perf-1234.map)

      mptcp-m4j-lan  1234 [001] 10.003:    2004008 cpu-clock:
      \t    7f0000b2 void org.mptcp4j.impl.stack.Egress.send(org.mptcp4j.Segment) (/tmp/perf-1234.map)

      C2 CompilerThre  1235 [001] 10.003:    2004008 cpu-clock:
      \t    7f0000c2 Compile::Optimize+0x1 (/usr/lib/libjvm.so)

      mptcp-m4j-lan  1234 [001] 10.005:    2004008 cpu-clock:
      \t    7f0000d1 [unknown] ([unknown])
      """;

  @Test
  void addsUpTheStacksOfTheThreadsWanted() throws IOException {
    Frame root = read("mptcp");
    assertThat(root.samples()).isEqualTo(3);
    assertThat(root.callees()).containsOnlyKeys("Egress.send_[j]", "[unknown]");
    Frame send = root.callees().get("Egress.send_[j]");
    assertThat(send.samples()).isEqualTo(2);
    Frame write = send.callees().get("JnrSystemCalls.writev_[j]");
    assertThat(write.samples()).isEqualTo(1);
    assertThat(write.callees().get("tun_get_user_[k]").callees())
        .containsOnlyKeys("copy_from_iter_[k]");
    assertThat(root.depth(1)).isEqualTo(4);
    assertThat(read("C2").callees()).containsOnlyKeys("Compile::Optimize");
  }

  @Test
  void drawsBoxesAsWideAsTheirPart() throws IOException {
    String svg = FlameGraph.draw(read("mptcp"), "A < B");
    assertThat(svg)
        .startsWith("<svg ")
        .endsWith("</svg>\n")
        .contains("A &lt; B: 3 samples")
        .contains("<title>Egress.send: 66.7 %</title><rect class=\"j\" x=\"0.0\"")
        .contains("width=\"800.0\"")
        .contains("<title>tun_get_user: 33.3 %</title><rect class=\"k\"");
  }

  @Test
  void drawsNothingOfNothing() throws IOException {
    assertThat(FlameGraph.draw(read("nobody"), "none")).contains("none: 0 samples");
  }

  private static Frame read(String threads) throws IOException {
    Frame root = new Frame();
    new StackReader(threads).read(new BufferedReader(new StringReader(SAMPLES)), root);
    return root;
  }
}
