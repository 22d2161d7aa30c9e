package org.mptcp4j.examples.library;

import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.Subflow;
import org.mptcp4j.sim.link.LinkSpec;
import org.mptcp4j.sim.transfer.Transfer;
import org.mptcp4j.sim.transfer.TransferResult;
import org.mptcp4j.spi.Scheduler;
import org.mptcp4j.spi.SchedulerProvider;

/** 20 MB over two links in virtual time, with a scheduler of one's own: the widest window first. */
public final class TwoLinks {
  private TwoLinks() {}

  public static void main(String[] arguments) {
    System.out.println(run());
  }

  static TransferResult run() {
    return Transfer.over(LinkSpec.parse("20M,15ms"), LinkSpec.parse("30M,25ms"))
        .options(
            ConnectionOptions.defaults()
                .withScheduler(SchedulerProvider.of("widest", () -> TwoLinks::widest)))
        .bytes(20_000_000)
        .run();
  }

  private static void widest(Scheduler.Request request) {
    Subflow widest = null;
    for (int i = 0; i < request.subflowCount(); i++) {
      Subflow s = request.subflow(i);
      if (s.canSend() && (widest == null || s.congestionWindow() > widest.congestionWindow())) {
        widest = s;
      }
    }
    if (widest != null) {
      request.send(widest);
    }
  }
}
