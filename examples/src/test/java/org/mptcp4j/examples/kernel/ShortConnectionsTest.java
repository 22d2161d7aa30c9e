package org.mptcp4j.examples.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mptcp4j.examples.kernel.Plan.Family;
import org.mptcp4j.examples.service.EchoService;

/** Many short connections, some at once: each is Multipath TCP and brings its bytes back. */
class ShortConnectionsTest extends KernelMatrix {
  private static final int COUNT = 200;
  private static final int AT_ONCE = 8;
  private static final int MOST_BYTES = 20_000;

  private static final OurPaths NO_JOINS = new OurPaths();

  @Test
  void fromTheKernel() throws Exception {
    Setting setting = Setting.of(Pair.KERNEL_TO_OURS, Family.V4).withPaths(NO_JOINS);
    try (Network network = open(setting);
        OurService echo =
            OurService.serve(network.ours(Plan.SERVER).stack(), PORT, setting, new EchoService())) {
      String address = Plan.address(Plan.SERVER, 1, Family.V4);
      KernelPeer ask =
          network.kernel(Plan.CLIENT).start("ask", address, PORT, COUNT, AT_ONCE, MOST_BYTES);
      assertThat(ask.await("right ")).isEqualTo("right " + COUNT);
      assertThat(echo.served()).isEqualTo(COUNT);
      network.verdict().connections(COUNT).subflows(COUNT).check();
    }
  }

  @Test
  void toTheKernel() throws Exception {
    Setting setting = Setting.of(Pair.OURS_TO_KERNEL, Family.V4).withPaths(NO_JOINS);
    try (Network network = open(setting)) {
      KernelHost kernel = network.kernel(Plan.SERVER);
      kernel.ready(kernel.start("echo", "0.0.0.0", PORT));
      int right =
          OurEcho.ask(
              network.ours(Plan.CLIENT).stack(),
              Plan.socket(Plan.SERVER, 1, Family.V4, PORT),
              setting,
              COUNT,
              AT_ONCE,
              MOST_BYTES);
      assertThat(right).isEqualTo(COUNT);
      network.verdict().connections(COUNT).subflows(COUNT).check();
    }
  }
}
