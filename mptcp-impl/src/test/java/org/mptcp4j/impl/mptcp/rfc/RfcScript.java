package org.mptcp4j.impl.mptcp.rfc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.impl.script.Bench;
import org.mptcp4j.impl.script.Flow;
import org.mptcp4j.impl.script.Peer;
import org.mptcp4j.impl.script.Peer.Role;
import org.mptcp4j.impl.script.Seen;

/** An engine and a scripted peer; at the end of each test the engine holds nothing any more. */
abstract class RfcScript {
  static final int KIND = 30;
  static final int MP_CAPABLE = 0;
  static final int MP_JOIN = 1;
  static final int DSS = 2;
  static final int ADD_ADDR = 3;

  final Bench bench = Bench.host();

  @AfterEach
  void nothingIsLeft() {
    bench.assertNothingLeft();
  }

  Peer peer(MptcpVersion version) {
    return new Peer(bench).version(version);
  }

  Peer connected(MptcpVersion version, Role opener) {
    return peer(version).establish(opener).confirm();
  }

  /** The packets that wait on a flow and have payload. */
  static List<Seen> data(Flow flow) {
    return flow.drain().stream().filter(seen -> seen.payload().length > 0).toList();
  }

  static Seen last(List<Seen> all) {
    return all.get(all.size() - 1);
  }

  static boolean reset(Seen seen) {
    return seen.flags().startsWith("R");
  }

  /** The octets of a packet's option of Multipath TCP with that subtype, as they were sent. */
  static byte[] octets(Seen seen, int subtype) {
    return options(seen).stream()
        .filter(option -> (option[2] & 0xFF) >> 4 == subtype)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no subtype " + subtype + " in " + seen));
  }

  private static List<byte[]> options(Seen seen) {
    byte[] packet = seen.packet();
    int tcp = packet[0] >> 4 == 4 ? 20 : 40;
    int end = tcp + ((packet[tcp + 12] & 0xF0) >> 2);
    List<byte[]> all = new ArrayList<>();
    for (int at = tcp + 20; at < end && packet[at] != 0; ) {
      int length = packet[at] == 1 ? 1 : packet[at + 1];
      if (packet[at] == KIND) {
        all.add(Arrays.copyOfRange(packet, at, at + length));
      }
      at += length;
    }
    return all;
  }

  /** Data both ways without any option of Multipath TCP, and an orderly end. */
  void assertPlain(Peer peer) {
    Flow flow = peer.flow();
    flow.drain();
    assertThat(peer.connection().info().version()).isEqualTo(MptcpVersion.OFF);
    int before = peer.recorder().bytes().length;
    flow.segment().payload("to the engine").send();
    assertThat(peer.recorder().text().substring(before)).isEqualTo("to the engine");
    peer.engineWrites("to the peer");
    Seen data = flow.expectData();
    assertThat(data.text()).isEqualTo("to the peer");
    assertThat(data.options()).isEmpty();
    peer.connection().shutdownOutput();
    bench.poll();
    assertThat(flow.expect("FA").options()).isEmpty();
    flow.segment().flags("FA").send();
    flow.segment().send();
    assertThat(peer.recorder().ended()).isTrue();
  }

  /** Data both ways, with mappings. */
  void assertMultipath(Peer peer, Flow on) {
    assertThat(peer.connection().info().version()).isEqualTo(peer.version());
    int before = peer.recorder().bytes().length;
    peer.data(on, "alive");
    assertThat(peer.recorder().text().substring(before)).isEqualTo("alive");
    peer.engineWrites("and well");
    assertThat(peer.expectData(on).text()).isEqualTo("and well");
    peer.ack(on);
    on.drain();
  }
}
