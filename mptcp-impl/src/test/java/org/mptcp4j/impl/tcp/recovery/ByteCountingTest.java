package org.mptcp4j.impl.tcp.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.mptcp4j.impl.congestion.NewRenoProvider;
import org.mptcp4j.spi.CongestionControl;

/** L, the limit of RFC 3465, section 2.3, with what RFC 9406, section 4.3, makes of it. */
class ByteCountingTest {
  private static final int MSS = 1000;
  private static final long STRETCH = 40L * MSS;

  private final CongestionControl congestion = new NewRenoProvider().create(MSS);

  private long counted(boolean sack, boolean paced, boolean afterTimeout) {
    return new ByteCounting(sack, paced).counted(STRETCH, afterTimeout, congestion, MSS);
  }

  /** RFC 9406, section 4.3: "A paced TCP implementation SHOULD use L = infinity". */
  @Test
  void pacedSlowStartCountsAll() {
    assertThat(counted(true, true, false)).isEqualTo(STRETCH);
    assertThat(counted(false, true, false)).isEqualTo(STRETCH);
  }

  /** RFC 9406, section 4.3: "L = 8 if non-paced". */
  @Test
  void unpacedSlowStartCountsEightSegments() {
    assertThat(counted(true, false, false)).isEqualTo(8 * MSS);
  }

  /** RFC 3465, section 2.3: 1 in "a slow start phase that follows a retransmission timeout". */
  @Test
  void afterATimeOutOneSegmentCountsWhereNothingTellsWhatArrivedWhen() {
    congestion.onTimeout(0, 10_000);
    assertThat(counted(false, true, true)).isEqualTo(MSS);
    assertThat(counted(true, true, true)).as("SACK tells").isEqualTo(STRETCH);
    assertThat(counted(true, false, true)).isEqualTo(8 * MSS);
  }

  /** RFC 3465, section 2.1: congestion avoidance has no limit but the window. */
  @Test
  void avoidanceHasNoLimit() {
    congestion.onCongestion(0, 10_000);
    assertThat(counted(false, false, false)).isEqualTo(STRETCH);
  }
}
