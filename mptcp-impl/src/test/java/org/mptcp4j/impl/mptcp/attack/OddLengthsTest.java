package org.mptcp4j.impl.mptcp.attack;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.engine.PacketPool;
import org.mptcp4j.impl.script.Bench;
import org.mptcp4j.impl.script.BothVersions;
import org.mptcp4j.impl.script.Flow;
import org.mptcp4j.impl.script.Peer;
import org.mptcp4j.impl.script.Peer.Role;
import org.mptcp4j.impl.script.Seen;
import org.mptcp4j.impl.script.Segment;

/**
 * Each of the nine subtypes, and one that nobody assigned, in every length at each step of a
 * connection: RFC 6824 and RFC 8684, section 3. "TCP implementations MUST be prepared to handle an
 * illegal option length" (RFC 9293, section 3.1).
 */
@BothVersions
class OddLengthsTest {
  private static final int MPTCP = 30;

  /** One more than there are stands for those that nobody assigned. */
  private static final int SUBTYPES = 10;

  /** One octet more than the longest option that there is. */
  private static final int MOST = 31;

  /** The lengths that an option with these bytes may have in any version. */
  private static final Map<Integer, Set<Integer>> LENGTHS =
      Map.of(
          0, Set.of(4, 12, 20, 22, 24),
          1, Set.of(12, 16, 24),
          2, Set.of(4),
          3, Set.of(16, 18, 28, 30),
          5, Set.of(3, 4),
          6, Set.of(12),
          7, Set.of(12),
          8, Set.of(4));

  private final MptcpVersion version;
  private final PacketPool pool = new PacketPool(2_048, 64);
  private final PacketPool slabs = new PacketPool(4_096, 64);
  private Bench bench;
  private Peer peer;

  OddLengthsTest(MptcpVersion version) {
    this.version = version;
  }

  /** Where the odd option stands. */
  enum Step {
    SYN,
    SYN_ACK,
    THIRD_ACK,
    FIRST_DATA,
    ACK,
    FIN,
    JOIN_SYN,
    JOIN_SYN_ACK,
    JOIN_THIRD_ACK,
    JOINED
  }

  /** All zeros behind the header, but for the flag H that makes an MP_CAPABLE of this version. */
  private int[] option(int subtype, int length) {
    int[] octets = new int[length];
    octets[0] = MPTCP;
    octets[1] = length;
    if (length > 2) {
      octets[2] = subtype << 4 | (subtype == 0 ? version.ordinal() - 1 : 0);
    }
    if (length > 3 && subtype == 0) {
      octets[3] = 0x01;
    }
    return octets;
  }

  private static boolean possible(int subtype, int length) {
    if (length < 3) {
      return false;
    }
    return subtype > 8 || (subtype == 4 ? length > 3 : LENGTHS.get(subtype).contains(length));
  }

  @ParameterizedTest
  @EnumSource
  void areIgnoredOrMeanPlainTcp(Step step) {
    for (int subtype = 0; subtype < SUBTYPES; subtype++) {
      for (int length = 2; length <= MOST; length++) {
        one(step, subtype, length);
      }
    }
  }

  private void one(Step step, int subtype, int length) {
    String what = step + " with subtype " + subtype + " of length " + length;
    bench = Bench.host(new Random(1)::nextLong, pool, slabs);
    peer = new Peer(bench).version(version);
    try {
      Flow flow = at(step);
      Segment segment = segment(step, flow).raw(option(subtype, length));
      long before = bench.counter("Mptcp4jMalformedOptions");
      segment.send();
      boolean counted = bench.counter("Mptcp4jMalformedOptions") > before;
      if (subtype != 0 || version == MptcpVersion.V1) {
        assertThat(counted).as("counted").isNotEqualTo(possible(subtype, length));
      }
      if (step.compareTo(Step.THIRD_ACK) < 0) {
        assertPlain(subtype, length, flow);
      } else if (step != Step.FIN && (step != Step.FIRST_DATA || !possible(subtype, length))) {
        assertInitialLives();
      }
      bench.assertNothingLeft();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(what + ": " + e.getMessage(), e);
    }
  }

  /** A connection for which the next segment of the peer is the step's. */
  private Flow at(Step step) {
    switch (step) {
      case SYN -> peer.start(Role.PEER_OPENS);
      case SYN_ACK -> peer.start(Role.ENGINE_OPENS);
      case THIRD_ACK -> {
        peer.start(Role.PEER_OPENS);
        peer.flow().syn().mss(1460).option(peer.capable()).send();
        peer.takeSynAck();
      }
      case FIRST_DATA -> peer.establish(Role.PEER_OPENS);
      default -> peer.establish(Role.ENGINE_OPENS).confirm();
    }
    return switch (step) {
      case JOIN_SYN -> peer.second(40_001);
      case JOIN_SYN_ACK -> peer.engineStartsJoin(false);
      case JOIN_THIRD_ACK -> {
        Flow second = peer.second(40_001);
        second.syn().mss(1460).option(peer.joinSyn(1)).send();
        second.expect("SA");
        yield second;
      }
      case JOINED -> peer.joins(1);
      default -> peer.flow();
    };
  }

  private static Segment segment(Step step, Flow flow) {
    return switch (step) {
      case SYN, JOIN_SYN -> flow.syn().mss(1460);
      case SYN_ACK, JOIN_SYN_ACK -> flow.segment().flags("SA").mss(1460);
      case FIRST_DATA -> flow.segment().payload("data");
      case FIN -> flow.segment().flags("FA");
      default -> flow.segment();
    };
  }

  /** What can't be the right MP_CAPABLE means plain TCP, and no option in the answer. */
  private void assertPlain(int subtype, int length, Flow flow) {
    boolean right = subtype == 0 && length == peer.capable().length();
    boolean join = subtype == 1 && length == 12 && peer.connection() == null;
    if (right || join) {
      return;
    }
    Seen answer = flow.expect();
    assertThat(answer.options()).isEmpty();
    if (answer.flags().equals("SA")) {
      flow.segment().send();
    }
    flow.segment().payload("plain").send();
    assertThat(peer.recorder().text()).isEqualTo("plain");
    assertThat(peer.connection().info().version()).isEqualTo(MptcpVersion.OFF);
  }

  private void assertInitialLives() {
    if (peer.recorder().closed() != null) {
      throw new AssertionError("closed: " + peer.recorder().closed());
    }
    boolean plain = peer.connection().info().version() == MptcpVersion.OFF;
    int before = peer.recorder().bytes().length;
    if (plain) {
      peer.flow().segment().payload("goes on").send();
    } else {
      peer.data(peer.flow(), "goes on");
    }
    byte[] all = peer.recorder().bytes();
    if (all.length == before) {
      throw new AssertionError("silent: " + peer.flow().drain());
    }
    assertThat(new String(Arrays.copyOfRange(all, before, all.length), US_ASCII))
        .isEqualTo("goes on");
  }
}
