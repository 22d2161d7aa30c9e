package org.mptcp4j.impl.mptcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.impl.script.Bench;
import org.mptcp4j.impl.script.Flow;
import org.mptcp4j.impl.script.Peer;
import org.mptcp4j.impl.script.Peer.Role;
import org.mptcp4j.impl.script.Seen;
import org.mptcp4j.impl.wire.option.DssLayout;
import org.mptcp4j.impl.wire.option.MptcpOption.AddAddr;
import org.mptcp4j.impl.wire.option.MptcpOption.Dss;
import org.mptcp4j.impl.wire.option.MptcpOption.MpFail;
import org.mptcp4j.impl.wire.option.MptcpOption.MpFastclose;
import org.mptcp4j.impl.wire.option.MptcpOption.MpPrio;
import org.mptcp4j.impl.wire.option.MptcpOption.RemoveAddr;

/**
 * 40 octets for all options, whatever is due at once: RFC 9293, section 3.1, and RFC 8684, section
 * 3. Each two things that a segment may have to say meet beside timestamps, gaps, and numbers of
 * either width.
 */
class OptionRoomTest {
  private static final int NO_OPERATION = 1;
  private static final int SACK = 5;
  private static final int MPTCP = 30;

  /** Octets that leave no room for a gap. */
  private static final int MOST = 28;

  /** IDs of one REMOVE_ADDR at most. */
  private static final int MOST_IDS = 25;

  /** What a side may have to say, in the order in which it does. */
  private enum Due {
    DATA,
    DATA_FIN,
    ADD_ADDR,
    ECHO,
    REMOVE_ADDR,
    PRIORITY,
    FAIL,
    FAST_CLOSE
  }

  private Bench bench;
  private Peer peer;
  private boolean timestamps;
  private boolean checksum;

  @ParameterizedTest
  @CsvSource({
    "V0,false,false,false", "V0,false,false,true", "V0,false,true,false", "V0,false,true,true",
    "V0,true,false,false", "V0,true,false,true", "V0,true,true,false", "V0,true,true,true",
    "V1,false,false,false", "V1,false,false,true", "V1,false,true,false", "V1,false,true,true",
    "V1,true,false,false", "V1,true,false,true", "V1,true,true,false", "V1,true,true,true"
  })
  void anyTwoThings(MptcpVersion version, boolean stamped, boolean summed, boolean wide) {
    timestamps = stamped;
    checksum = summed;
    for (Due one : Due.values()) {
      for (Due other : EnumSet.range(one, Due.FAST_CLOSE)) {
        if (possible(version, one) && possible(version, other)) {
          try {
            two(version, wide, one, other);
          } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(one + " and " + other + ": " + e.getMessage(), e);
          }
        }
      }
    }
  }

  private boolean possible(MptcpVersion version, Due due) {
    return switch (due) {
      case ECHO -> version == MptcpVersion.V1;
      case FAIL -> checksum;
      default -> true;
    };
  }

  private void two(MptcpVersion version, boolean wide, Due one, Due other) {
    connect(version, wide);
    Flow flow = peer.flow();
    List<Seen> all = new ArrayList<>();
    if (one != Due.FAIL && other != Due.FAIL) {
      gaps(flow);
    }
    say(one);
    if (other != one) {
      say(other);
    }
    bench.poll();
    for (int i = 0; i < 20; i++) {
      bench.advance(100 * Bench.MILLI);
      all.addAll(flow.drain());
    }
    all.forEach(OptionRoomTest::assertWellFormed);
    boolean ends = one == Due.FAIL || other == Due.FAIL;
    ends |= one == Due.FAST_CLOSE || other == Due.FAST_CLOSE;
    assertSaid(one, other, ends, all);
    if (!ends) {
      assertThat(all).allMatch(seen -> kinds(seen).contains(SACK) || field(seen).length > MOST);
    }
    bench.assertNothingLeft();
  }

  private void connect(MptcpVersion version, boolean wide) {
    bench = Bench.host();
    peer = new Peer(bench).version(version).wide(wide, wide);
    if (timestamps) {
      peer.timestamps();
    }
    peer.options(peer.options().withChecksum(checksum)).start(Role.PEER_OPENS);
    // SACK permitted
    peer.flow().syn().mss(1460).option(peer.capable()).raw(4, 2).send();
    peer.takeSynAck();
    peer.flow().segment().option(peer.capableAck()).send();
    peer.confirm();
    peer.data(peer.flow(), "first");
    bench.advance(Bench.SECOND);
    peer.flow().drain();
  }

  /** Four bytes behind a gap each. */
  private void gaps(Flow flow) {
    byte[] one = {1};
    for (int i = 4; i > 0; i--) {
      int at = flow.ssn() + 2 * i;
      long position = peer.sndNxt() + 2L * i;
      flow.segment().ssn(at).option(peer.map(position, at, one)).payload(one).queue();
    }
  }

  private void say(Due due) {
    switch (due) {
      case DATA -> peer.engineWrites("data");
      case DATA_FIN -> peer.connection().shutdownOutput();
      case ADD_ADDR -> peer.paths().paths().announce(v6(), false);
      case ECHO -> peer.flow().segment().option(peer.addAddr(9, "2001:db8::9", 9)).queue();
      case REMOVE_ADDR -> {
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (int i = 1; i <= MOST_IDS; i++) {
          addresses.add(Bench.at("192.0.2." + i, 0));
        }
        addresses.forEach(address -> peer.paths().paths().announce(address, false));
        addresses.forEach(address -> peer.paths().paths().withdraw(address));
      }
      case PRIORITY -> peer.connection().subflows().get(0).setBackup(true);
      case FAIL -> {
        byte[] text = Peer.bytes("changed");
        Dss wrong = peer.map(peer.sndNxt(), peer.flow().ssn(), Peer.bytes("written"));
        peer.flow().segment().option(wrong).payload(text).queue();
      }
      case FAST_CLOSE -> peer.connection().abort();
    }
  }

  private static InetSocketAddress v6() {
    return Bench.at("2001:db8::7", 7);
  }

  private void assertSaid(Due one, Due other, boolean ends, List<Seen> all) {
    for (Due due : List.of(one, other)) {
      boolean aborted = one == Due.FAST_CLOSE || other == Due.FAST_CLOSE;
      if (due == Due.FAIL) {
        assertThat(all).as("MP_FAIL").anyMatch(s -> s.has(MpFail.class) || (aborted && reset(s)));
      } else if (due == Due.FAST_CLOSE) {
        assertThat(all).as("MP_FASTCLOSE").anyMatch(s -> s.has(MpFastclose.class) || reset(s));
      } else if (!ends) {
        assertThat(all).as(due.toString()).anyMatch(seen -> says(seen, due));
      }
    }
  }

  private static boolean reset(Seen seen) {
    return seen.flags().startsWith("R");
  }

  private boolean says(Seen seen, Due due) {
    return switch (due) {
      case DATA -> seen.text().equals("data") && seen.dss().dataLevelLength() >= 4;
      case DATA_FIN -> seen.has(Dss.class) && (seen.dss().flags() & DssLayout.DATA_FIN) != 0;
      case ADD_ADDR ->
          seen.has(AddAddr.class)
              && seen.option(AddAddr.class).equals(peer.expectedAddAddr(1, "2001:db8::7", 7));
      case ECHO -> seen.has(AddAddr.class) && seen.option(AddAddr.class).echo();
      case REMOVE_ADDR ->
          seen.has(RemoveAddr.class) && seen.option(RemoveAddr.class).ids().size() == MOST_IDS;
      case PRIORITY -> seen.has(MpPrio.class);
      default -> true;
    };
  }

  private static byte[] field(Seen seen) {
    int tcp = seen.packet()[0] >> 4 == 4 ? 20 : 40;
    int end = tcp + ((seen.packet()[tcp + 12] & 0xF0) >> 2);
    return Arrays.copyOfRange(seen.packet(), tcp + 20, end);
  }

  private static List<Integer> kinds(Seen seen) {
    byte[] field = field(seen);
    List<Integer> kinds = new ArrayList<>();
    for (int at = 0; at < field.length && field[at] != 0; ) {
      kinds.add((int) field[at]);
      at += field[at] == NO_OPERATION ? 1 : field[at + 1];
    }
    return kinds;
  }

  /** Option behind option to the end, which is the field's, or all zeros follow. */
  private static void assertWellFormed(Seen seen) {
    byte[] field = field(seen);
    assertThat(field.length).isLessThanOrEqualTo(40);
    int at = 0;
    int timestamps = 0;
    while (at < field.length && field[at] != 0) {
      int kind = field[at];
      assertThat(kind).as(seen.toString()).isIn(NO_OPERATION, 2, 3, 4, SACK, 8, MPTCP);
      timestamps += kind == 8 ? 1 : 0;
      int length = kind == NO_OPERATION ? 1 : field[at + 1];
      assertThat(length).as(seen.toString()).isPositive();
      at += length;
      assertThat(at).as(seen.toString()).isLessThanOrEqualTo(field.length);
    }
    for (; at < field.length; at++) {
      assertThat(field[at]).as(seen.toString()).isZero();
    }
    boolean due = seen.tsValue() != 0;
    assertThat(timestamps).as(seen.toString()).isEqualTo(due ? 1 : 0);
    long dss = seen.options().stream().filter(Dss.class::isInstance).count();
    assertThat(dss).as(seen.toString()).isLessThanOrEqualTo(1);
  }
}
