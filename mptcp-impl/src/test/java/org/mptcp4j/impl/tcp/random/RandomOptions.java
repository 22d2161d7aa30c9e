package org.mptcp4j.impl.tcp.random;

import java.util.Random;
import org.mptcp4j.TcpOptions;
import org.mptcp4j.TcpOptions.Ecn;
import org.mptcp4j.impl.congestion.CubicProvider;
import org.mptcp4j.impl.congestion.NewRenoProvider;
import org.mptcp4j.impl.tcp.TcpParameters;
import org.mptcp4j.impl.tcp.TestPair;

/** What a connection is built from: most options as usual, any of them otherwise. */
final class RandomOptions {
  private RandomOptions() {}

  static TcpParameters parameters(Random random, boolean clientSide) {
    TcpOptions options =
        TcpOptions.defaults()
            .withTimestamps(random.nextInt(4) > 0)
            .withSack(random.nextInt(4) > 0)
            .withWindowScale(random.nextInt(4) > 0)
            .withNoDelay(random.nextInt(4) > 0)
            .withPacing(random.nextInt(4) > 0)
            .withAutoTuning(random.nextInt(4) > 0)
            .withPathMtuProbing(random.nextInt(4) > 0)
            .withEcn(Ecn.values()[random.nextInt(3)]);
    TcpParameters parameters =
        new TcpParameters(
            TestPair.key(clientSide),
            random.nextInt(),
            random.nextBoolean() ? 1_460 : 400 + random.nextInt(900),
            random.nextBoolean() ? new NewRenoProvider() : new CubicProvider());
    if (random.nextInt(4) == 0) {
      parameters.maxSegmentBytes(20_000);
    }
    return parameters.tcp(options);
  }
}
