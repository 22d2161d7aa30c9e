package org.mptcp4j.impl.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mptcp4j.impl.script.Bench;
import org.mptcp4j.impl.script.Flow;
import org.mptcp4j.impl.script.Peer;
import org.mptcp4j.impl.script.Peer.Role;
import org.mptcp4j.impl.script.Seen;
import org.mptcp4j.impl.wire.IpAddress;
import org.mptcp4j.impl.wire.PacketWriter;
import org.mptcp4j.impl.wire.option.DssLayout;
import org.mptcp4j.impl.wire.option.MptcpOption;
import org.mptcp4j.impl.wire.option.MptcpOption.AddAddr;
import org.mptcp4j.impl.wire.option.MptcpOption.Dss;
import org.mptcp4j.impl.wire.option.MptcpOption.MpCapable;
import org.mptcp4j.impl.wire.option.MptcpOption.MpFail;
import org.mptcp4j.impl.wire.option.MptcpOption.MpFastclose;
import org.mptcp4j.impl.wire.option.MptcpOption.MpJoinSyn;
import org.mptcp4j.impl.wire.option.MptcpOption.MpPrio;
import org.mptcp4j.impl.wire.option.MptcpOption.RemoveAddr;

/** Bad packets are counted and dropped: no exception, no hang, no leak. */
class FuzzedEngineTest {
  private static final int PACKETS = 2_500;

  private static final int LIVE = 6;

  private final Bench bench = Bench.hostWithLimits(10_000, 100, 100);
  private int peersMade;

  @Test
  void truncationsOfAValidPacket() {
    Peer peer = Peer.connected(bench, Role.PEER_OPENS);
    byte[] whole =
        peer.flow()
            .segment()
            .option(peer.map(1, peer.flow().ssn(), Peer.bytes("whole")))
            .payload("whole")
            .toBytes();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThat(bench.deliver(bench.zone(0), cut)).isTrue();
    }
    assertThat(peer.recorder().text()).isEmpty();
    assertThat(bench.counter("IpInHdrErrors")).isEqualTo(whole.length);
    assertThat(bench.deliver(bench.zone(0), whole)).isTrue();
    assertThat(peer.recorder().text()).isEqualTo("whole");
    bench.assertNothingLeft();
  }

  @Test
  void everyWrongBitIsSeen() {
    Peer peer = Peer.connected(bench, Role.PEER_OPENS);
    byte[] whole = peer.flow().segment().payload("payload").toBytes();
    for (int bit = 0; bit < whole.length * 8; bit++) {
      byte[] wrong = whole.clone();
      wrong[bit / 8] ^= (byte) (1 << bit % 8);
      bench.deliver(bench.zone(0), wrong);
    }
    assertThat(peer.recorder().text()).isEmpty();
    bench.assertNothingLeft();
  }

  /** Random changes to the bytes of plausible packets; checksums are put right again. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void mutatedPackets(long seed) {
    Random random = new Random(seed);
    Peer[] peers = new Peer[LIVE];
    Flow[] joined = new Flow[LIVE];
    for (int i = 0; i < PACKETS; i++) {
      int which = random.nextInt(LIVE);
      if (peers[which] == null || peers[which].recorder().closed() != null) {
        peers[which] = newPeer();
        joined[which] = peers[which].joins(1);
      }
      Peer peer = peers[which];
      Flow flow = random.nextInt(3) > 0 ? peer.flow() : joined[which];
      byte[] packet = plausible(peer, flow, random);
      int changes = random.nextInt(4);
      int from = random.nextInt(10) == 0 ? 0 : 20;
      for (int c = 0; c < changes; c++) {
        packet[from + random.nextInt(packet.length - from)] = (byte) random.nextInt(256);
      }
      if (random.nextInt(8) > 0) {
        repairChecksums(packet);
      }
      inject(flow, packet, seed, i);
      live(peer, random, seed, i);
    }
    assertThat(bench.engine().connectionCount()).as("connections that live").isPositive();
    bench.assertNothingLeft();
  }

  private Peer newPeer() {
    int i = peersMade++;
    bench.drain(); // what answered packets whose addresses were changed
    Peer peer = new Peer(bench).port(100 + i).key(1000 + i);
    if (i % 3 == 1) {
      peer.wantsChecksum();
    }
    if (i % 5 == 2) {
      peer.timestamps();
    }
    return peer.establish(i % 2 == 0 ? Role.PEER_OPENS : Role.ENGINE_OPENS).confirm();
  }

  private void inject(Flow flow, byte[] packet, long seed, int i) {
    try {
      bench.deliver(flow.zone(), packet);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("seed " + seed + ", packet " + i, e);
    }
  }

  /** The application does something, and time passes. */
  private void live(Peer peer, Random random, long seed, int i) {
    try {
      switch (random.nextInt(20)) {
        case 0 -> bench.advance(random.nextInt(2_000) * Bench.MILLI);
        case 1, 2, 3 -> {
          if (peer.recorder().closed() == null && peer.connection().writableBytes() > 0) {
            peer.connection().write(ByteBuffer.allocate(random.nextInt(5_000)));
          }
        }
        case 4 -> {
          if (random.nextInt(50) == 0) {
            peer.connection().close();
          }
        }
        default -> bench.poll();
      }
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("seed " + seed + ", after packet " + i, e);
    }
  }

  private static byte[] plausible(Peer peer, Flow flow, Random random) {
    for (Seen seen : flow.drain()) {
      if (seen.flags().equals("A")) {
        flow.skip(seen.ack() - flow.sndNxt()); // what the engine took, it took
      }
    }
    String[] flags = {"A", "A", "A", "A", "A", "PA", "S", "SA", "FA", "R", ""};
    var segment =
        flow.segment()
            .flags(flags[random.nextInt(random.nextInt(20) == 0 ? flags.length : 6)])
            .ssn(flow.ssn() + random.nextInt(3) * random.nextInt(2000))
            .ack(flow.rcvNxt() - random.nextInt(2) * random.nextInt(3000))
            .window(random.nextInt(65_536))
            .payload(new byte[random.nextInt(3) * random.nextInt(500)]);
    if (random.nextInt(4) > 0) {
      segment.option(option(peer, flow.ssn(), random));
    } else {
      int[] octets = random.ints(random.nextInt(29), 0, 256).toArray();
      if (octets.length > 2) {
        octets[0] = 30;
        octets[1] = random.nextInt(octets.length + 1);
      }
      segment.raw(octets);
    }
    return segment.toBytes();
  }

  private static MptcpOption option(Peer peer, int ssn, Random random) {
    int small = random.nextInt(256);
    return switch (random.nextInt(12)) {
      case 0 -> new MpCapable(0, small, 12, peer.key(), 0, 0, 0);
      case 1 -> new MpCapable(0, 1, 20, peer.key(), peer.remoteKey(), 0, 0);
      case 2 -> random.nextInt(9) > 0 ? peer.joinSyn(small) : new MpJoinSyn(false, 1, small, 1);
      case 3 -> new AddAddr(0, false, small, random.nextBoolean(), 5, small, small, 0);
      case 4 -> new RemoveAddr(List.of(small % 4, small));
      case 5 -> new MpPrio(random.nextBoolean(), random.nextBoolean(), small % 4);
      case 6 -> new MpFail(peer.remoteIdsn() + random.nextInt(9000));
      case 7 -> new MpFastclose(random.nextInt(30) == 0 ? peer.remoteKey() : small);
      default -> dss(peer, ssn, random);
    };
  }

  private static Dss dss(Peer peer, int ssn, Random random) {
    int flags = random.nextInt(random.nextInt(40) == 0 ? 0x20 : 0x10) | DssLayout.DATA_ACK;
    return new Dss(
        flags,
        peer.remoteIdsn() + random.nextInt(9000),
        peer.idsn() + (long) random.nextInt(5) * random.nextInt(2000),
        ssn - random.nextInt(3) * (random.nextInt(2000) - 500),
        random.nextInt(30) == 0 ? 0 : random.nextInt(2000),
        random.nextBoolean(),
        random.nextInt(65_536));
  }

  /** So that a changed packet reaches what lies behind the checksums. */
  private static void repairChecksums(byte[] packet) {
    if (packet.length < PacketWriter.headerLength(false) || packet[0] != 0x45) {
      return;
    }
    ByteBuffer view = ByteBuffer.wrap(packet);
    view.putShort(2, (short) packet.length);
    view.putShort(10, (short) 0);
    view.putShort(10, (short) ~fold(sum(packet, 0, 20)));
    IpAddress source = IpAddress.v4(view.getInt(12));
    IpAddress destination = IpAddress.v4(view.getInt(16));
    long pseudo = source.lo() + destination.lo() + 6 + packet.length - 20;
    view.putShort(36, (short) 0);
    view.putShort(36, (short) ~fold(pseudo + sum(packet, 20, packet.length - 20)));
  }

  private static long sum(byte[] bytes, int from, int length) {
    long sum = 0;
    for (int i = 0; i < length; i++) {
      sum += (bytes[from + i] & 0xFFL) << ((i & 1) == 0 ? 8 : 0);
    }
    return sum;
  }

  private static int fold(long sum) {
    long folded = sum;
    while (folded >> 16 != 0) {
      folded = (folded & 0xFFFF) + (folded >> 16);
    }
    return (int) folded;
  }
}
