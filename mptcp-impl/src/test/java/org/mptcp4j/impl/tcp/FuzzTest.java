package org.mptcp4j.impl.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mptcp4j.CloseReason;
import org.mptcp4j.CloseReason.Kind;

/** Segments near the truth and far from it, in every state: no exception, no leak, no flood. */
class FuzzTest {
  private static final long MS = SegmentScript.MS;
  private static final String[] FLAGS = {
    "ACK", "ACK", "ACK", "ACK", "FIN ACK", "SYN ACK", "SYN", "RST", "RST ACK", "FIN", "SYN FIN ACK"
  };

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void survives(long seed) {
    Random random = new Random(seed);
    for (int run = 0; run < 150; run++) {
      SegmentScript s = new SegmentScript(p -> p.maxSegmentBytes(30_000));
      s.permitSack = random.nextInt(4) > 0;
      s.timestamps = random.nextInt(3) == 0;
      s.peerShift = random.nextInt(3) == 0 ? 7 : -1;
      if (random.nextBoolean()) {
        s.tcp().connect(s.now);
        s.flush();
      } else {
        s.inject("SYN", 0, 0, 0);
      }
      int steps = random.nextInt(120);
      for (int i = 0; i < steps && !s.tcp().finished(); i++) {
        step(s, random);
        assertThat(s.sent().size()).isLessThan(100);
      }
      s.tcp().abort(CloseReason.of(Kind.ABORTED, "end of the run"));
      s.flush();
      s.pass(200_000 * MS);
      assertThat(s.host.closedCalls).isEqualTo(1);
      assertThat(s.tcp().finished()).isTrue();
      assertThat(s.outstanding()).isZero();
    }
  }

  private static void step(SegmentScript s, Random random) {
    switch (random.nextInt(12)) {
      case 0 -> s.host.toSend += random.nextInt(20_000);
      case 1 -> s.pass(random.nextInt(3_000) * MS);
      case 2 -> s.tcp().requestAck();
      case 3 -> {
        if (random.nextInt(10) == 0) {
          s.host.closeWhenSent = true;
        }
      }
      default -> inject(s, random);
    }
    s.flush();
  }

  private static void inject(SegmentScript s, Random random) {
    long una = s.tcp().sendUnacknowledged();
    long next = s.tcp().receiveNext();
    boolean wild = random.nextInt(10) == 0;
    long span = wild ? Integer.MAX_VALUE : 5_000;
    long seq = next + (random.nextInt(3) > 0 ? 0 : random.nextLong(-span, span));
    long ack = una + (random.nextBoolean() ? random.nextLong(3_000) : random.nextLong(-span, span));
    s.peerWindow = random.nextInt(3) == 0 ? random.nextInt(65_536) : 65_535;
    s.tsValue += random.nextInt(10) - 1;
    s.tsEcho = s.lastTsValue - random.nextInt(100);
    for (int i = random.nextInt(3); i > 0 && !s.timestamps; i--) {
      int left = (int) (una + random.nextInt(10_000) - 1_000);
      s.sack(left, left + random.nextInt(5_000) - 500);
    }
    boolean kill = random.nextInt(8) == 0;
    String flags = FLAGS[random.nextInt(kill ? FLAGS.length : 4)];
    s.inject(flags, seq, ack, random.nextInt(3) == 0 ? random.nextInt(3_000) : 0);
  }
}
