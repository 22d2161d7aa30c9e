package org.mptcp4j.impl.mptcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.impl.script.Bench;
import org.mptcp4j.impl.script.Flow;
import org.mptcp4j.impl.script.Peer;
import org.mptcp4j.impl.script.Peer.Role;
import org.mptcp4j.impl.script.Seen;

/**
 * "MUST set the PSH bit in the last buffered segment (i.e., when there is no more queued data to be
 * sent)" (RFC 9293, section 3.9.1.2): the last of what the user queued, not of what the congestion
 * window lets out. A peer may acknowledge each segment that has the bit.
 */
class PushTest {
  private static final int SEGMENTS = 25;

  private final Bench bench = Bench.host();

  @ParameterizedTest
  @EnumSource
  void onlyTheLastSegmentOfWhatWasQueuedHasThePushBit(MptcpVersion version) {
    Peer peer = new Peer(bench);
    if (version != MptcpVersion.OFF) {
      peer.version(version);
    }
    peer.options(peer.options().withVersion(version)).start(Role.PEER_OPENS);
    Flow flow = peer.flow();
    flow.syn().mss(1000).option(peer.capable()).send();
    if (version != MptcpVersion.OFF) {
      peer.takeSynAck();
      flow.segment().option(peer.capableAck()).send();
      peer.confirm();
    } else {
      flow.expect("SA");
      flow.segment().send();
    }
    peer.engineWrites("x".repeat(SEGMENTS * 900));
    List<Seen> data = takeAll(peer, version);
    assertThat(data).hasSizeGreaterThan(SEGMENTS * 4 / 5);
    assertThat(data.subList(0, data.size() - 1)).noneMatch(Seen::push);
    assertThat(data.get(data.size() - 1).push()).isTrue();
    bench.assertNothingLeft();
  }

  /** Acknowledges a round of segments at a time, for as long as there are any. */
  private static List<Seen> takeAll(Peer peer, MptcpVersion version) {
    List<Seen> all = new ArrayList<>();
    List<Seen> round = dataOf(peer.flow());
    while (!round.isEmpty()) {
      all.addAll(round);
      Seen last = round.get(round.size() - 1);
      long position = version != MptcpVersion.OFF ? peer.mapped(last) + last.length() : 0;
      var ack = peer.flow().segment();
      if (version != MptcpVersion.OFF) {
        ack.option(peer.dataAck(position));
      }
      ack.send();
      round = dataOf(peer.flow());
    }
    return all;
  }

  private static List<Seen> dataOf(Flow flow) {
    return flow.drain().stream().filter(seen -> seen.length() > 0).toList();
  }
}
