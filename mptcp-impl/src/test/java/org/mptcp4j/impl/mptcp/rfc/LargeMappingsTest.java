package org.mptcp4j.impl.mptcp.rfc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.impl.script.Bench;
import org.mptcp4j.impl.script.Flow;
import org.mptcp4j.impl.script.Peer;
import org.mptcp4j.impl.script.Peer.Role;
import org.mptcp4j.impl.script.Seen;
import org.mptcp4j.impl.wire.option.MptcpOption.Dss;
import org.mptcp4j.test.Covers;

/**
 * Mappings as long as they may be, from a peer that obeys each window as it comes; and windows that
 * stay closed: sections 3.3.1, 3.3.4 and 3.3.5.
 */
class LargeMappingsTest extends RfcScript {
  private static final int SEGMENT = 1460;

  /** Which segments of a mapping carry it. */
  private enum Carrier {
    FIRST,
    SECOND,
    LAST,
    EACH
  }

  private static byte[] pattern(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 31 + (i >> 8));
    }
    return bytes;
  }

  /** Sends one mapping; the window's right edge never goes back, and is never overrun. */
  private void sendMapping(Peer peer, byte[] all, int window, Carrier carrier) {
    Flow flow = peer.flow();
    flow.drain();
    Dss mapping = peer.map(1, flow.ssn(), all);
    long edge = 1L + window;
    int sent = 0;
    for (int round = 0; round < 200 && sent < all.length; round++) {
      int length = (int) Math.min(Math.min(SEGMENT, all.length - sent), edge - 1 - sent);
      if (length > 0) {
        var segment = flow.segment().payload(Arrays.copyOfRange(all, sent, sent + length));
        boolean carries =
            switch (carrier) {
              case FIRST -> sent == 0;
              case SECOND -> sent == SEGMENT;
              case LAST -> sent + length == all.length;
              case EACH -> true;
            };
        if (carries) {
          segment.option(mapping);
        }
        segment.send();
        sent += length;
      }
      bench.advance(50 * Bench.MILLI);
      for (Seen seen : flow.drain()) {
        assertThat(reset(seen)).as(seen.toString()).isFalse();
        long right = peer.acked(seen) + seen.window();
        assertThat(right).as(seen.toString()).isGreaterThanOrEqualTo(edge);
        edge = right;
      }
    }
    peer.skip(all.length);
  }

  @Covers({"8684-3.3.4-01", "6824-3.3.4-01"})
  @ParameterizedTest
  @CsvSource({
    "V0,false,FIRST", "V0,false,SECOND", "V0,false,EACH", "V0,true,FIRST", "V0,true,SECOND",
    "V0,true,LAST", "V0,true,EACH", "V1,false,FIRST", "V1,false,SECOND", "V1,false,EACH",
    "V1,true,FIRST", "V1,true,SECOND", "V1,true,LAST", "V1,true,EACH"
  })
  void longestMappingOver45Segments(MptcpVersion version, boolean checksum, Carrier carrier) {
    Peer peer = peer(version);
    (checksum ? peer.wantsChecksum() : peer).establish(Role.PEER_OPENS).confirm();
    byte[] all = pattern(carrier == Carrier.LAST ? 40_000 : 65_535);
    sendMapping(peer, all, 65_535, carrier);
    assertThat(peer.recorder().bytes()).isEqualTo(all);
    peer.data(peer.flow(), "x");
    assertThat(peer.recorder().bytes()).hasSize(all.length + 1);
    assertThat(peer.ackedSoon(peer.flow())).isEqualTo(all.length + 2);
  }

  /** Nothing of it can be acknowledged before all of it was verified, so all of it has to come. */
  @BothVersions
  void mappingLongerThanTheReceiveBufferIsCompleted(MptcpVersion version) {
    int buffer = 16 * 1024;
    Peer peer = peer(version).wantsChecksum();
    peer.options(peer.options().withBuffers(1 << 20, buffer)).establish(Role.PEER_OPENS).confirm();
    byte[] all = pattern(60_000);
    sendMapping(peer, all, buffer, Carrier.FIRST);
    assertThat(peer.recorder().bytes()).isEqualTo(all);
  }

  /** One byte is left, went into the closed window of a subflow that died, and waits there. */
  @BothVersions
  void probesOfAClosedWindowMoveToAnotherSubflow(MptcpVersion version) {
    Peer peer = connected(version, Role.PEER_OPENS);
    Flow second = peer.joins(1);
    Flow flow = peer.flow();
    second.drain();
    second.segment().window(0).option(peer.dataAck(1)).send();
    peer.connection().write(ByteBuffer.allocate(65_536));
    bench.poll();
    int taken = 0;
    for (int i = 0; i < 300 && taken < 65_535; i++) {
      taken += data(flow).stream().mapToInt(seen -> seen.payload().length).sum();
      flow.segment().window(65_535 - taken).option(peer.dataAck(1 + taken)).send();
      second.segment().window(0).option(peer.dataAck(1 + taken)).send();
      bench.advance(100 * Bench.MILLI);
      assertThat(data(second)).isEmpty();
    }
    assertThat(taken).isEqualTo(65_535);
    flow.drain();
    second.drain();
    // long before the first subflow is given up
    bench.advance(20 * Bench.SECOND);
    assertThat(second.drain()).as("probes").isNotEmpty();
    second.segment().window(60_000).option(peer.dataAck(1 + taken)).send();
    bench.advance(5 * Bench.SECOND);
    assertThat(data(second)).isNotEmpty();
    assertThat(peer.recorder().events()).noneMatch(event -> event.startsWith("down"));
  }

  /** "the sending TCP peer MUST allow the connection to stay open" (RFC 9293, section 3.8.6.1). */
  @BothVersions
  void closedWindowIsProbedForAsLongAsThePeerAnswers(MptcpVersion version) {
    Peer peer = connected(version, Role.PEER_OPENS);
    Flow flow = peer.flow();
    peer.connection().write(ByteBuffer.allocate(65_536));
    bench.poll();
    int taken = 0;
    for (int i = 0; i < 300 && taken < 65_535; i++) {
      taken += data(flow).stream().mapToInt(seen -> seen.payload().length).sum();
      flow.segment().window(65_535 - taken).option(peer.dataAck(1 + taken)).send();
      bench.advance(100 * Bench.MILLI);
    }
    int una = flow.irs() + 1 + 65_535;
    flow.drain();
    int probes = 0;
    for (int i = 0; i < 3600; i++) {
      bench.advance(Bench.SECOND);
      if (!flow.drain().isEmpty()) {
        probes++;
        flow.segment().ack(una).window(0).option(peer.dataAck(65_536)).send();
      }
    }
    assertThat(probes).isBetween(50, 1000);
    assertThat(peer.recorder().closed()).isNull();
    flow.segment().ack(una).window(1000).option(peer.dataAck(65_536)).send();
    bench.advance(60 * Bench.SECOND);
    assertThat(data(flow)).isNotEmpty();
  }
}
