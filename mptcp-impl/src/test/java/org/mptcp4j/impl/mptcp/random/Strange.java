package org.mptcp4j.impl.mptcp.random;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.mptcp4j.engine.Addresses;
import org.mptcp4j.impl.script.Segment;
import org.mptcp4j.impl.wire.Checksums;
import org.mptcp4j.impl.wire.DssChecksum;
import org.mptcp4j.impl.wire.IpAddress;
import org.mptcp4j.impl.wire.option.DssLayout;
import org.mptcp4j.impl.wire.option.MptcpOption;
import org.mptcp4j.impl.wire.option.MptcpOption.AddAddr;
import org.mptcp4j.impl.wire.option.MptcpOption.Dss;
import org.mptcp4j.impl.wire.option.MptcpOption.MpCapable;
import org.mptcp4j.impl.wire.option.MptcpOption.MpFail;
import org.mptcp4j.impl.wire.option.MptcpOption.MpFastclose;
import org.mptcp4j.impl.wire.option.MptcpOption.MpJoinAck;
import org.mptcp4j.impl.wire.option.MptcpOption.MpJoinSyn;
import org.mptcp4j.impl.wire.option.MptcpOption.MpJoinSynAck;
import org.mptcp4j.impl.wire.option.MptcpOption.MpPrio;
import org.mptcp4j.impl.wire.option.MptcpOption.MpTcpRst;
import org.mptcp4j.impl.wire.option.MptcpOption.RemoveAddr;

/**
 * What a peer sends that does not behave: any option with any fields on any segment, right ones at
 * the wrong time, earlier packets again, pieces of packets.
 */
final class Strange {
  private static final int MPTCP = 30;
  private static final String[] FLAGS = {"S", "SA", "FA", "R", "RA", "", "F", "SF", "PA", "SFRA"};

  private final Host host;
  private final Random random;

  Strange(Host host) {
    this.host = host;
    random = host.random;
  }

  void send() {
    Leg leg = host.legs.get(random.nextInt(host.legs.size()));
    switch (random.nextInt(16)) {
      case 0, 1 -> replay(leg);
      case 2 -> cut(leg);
      case 3, 4 -> onNewFlow();
      default -> segment(leg);
    }
  }

  private boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  private void replay(Leg leg) {
    if (!leg.packets.isEmpty()) {
      host.inject(leg, leg.packets.get(random.nextInt(leg.packets.size())));
    }
  }

  private void cut(Leg leg) {
    if (!leg.packets.isEmpty()) {
      byte[] whole = leg.packets.get(random.nextInt(leg.packets.size()));
      host.inject(leg, Arrays.copyOf(whole, random.nextInt(1 + whole.length)));
    }
  }

  private void onNewFlow() {
    Leg leg = host.newLeg();
    leg.stage = Leg.Stage.OVER;
    Segment segment = leg.flow.segment().flags(oneIn(3) ? flags() : "S");
    addOptions(segment, leg, new byte[0], 24);
    host.send(leg, segment);
  }

  private String flags() {
    return FLAGS[random.nextInt(FLAGS.length)];
  }

  private void segment(Leg leg) {
    String flags = oneIn(6) ? flags() : "A";
    Segment segment = leg.flow.segment().flags(flags);
    boolean opens = flags.contains("S") && !leg.keysSettled();
    // a SYN that opens the subflow has the number that the judge knows
    if (opens && leg.flow.ssn() != 0) {
      segment.ssn(0);
    } else if (!opens && oneIn(5)) {
      segment.seq(leg.flow.sndNxt() + near());
    }
    if (oneIn(6)) {
      segment.ack(leg.flow.rcvNxt() + near());
    }
    if (oneIn(8)) {
      segment.window(random.nextInt(65_536));
    }
    byte[] payload = oneIn(2) ? new byte[random.nextInt(600)] : new byte[0];
    fill(payload);
    addOptions(segment, leg, payload, 24);
    host.send(leg, segment.payload(payload));
  }

  private int near() {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(10) - 5;
      case 1 -> random.nextInt(4_000) - 2_000;
      case 2 -> random.nextInt(200_000) - 100_000;
      default -> random.nextInt();
    };
  }

  /** Mostly what stands next in the stream, so that it looks right where it is mapped there. */
  private void fill(byte[] payload) {
    if (oneIn(3)) {
      random.nextBytes(payload);
      return;
    }
    byte[] right = Host.pattern(host.sndNxt(), payload.length);
    System.arraycopy(right, 0, payload, 0, payload.length);
  }

  private void addOptions(Segment segment, Leg leg, byte[] payload, int most) {
    int room = most;
    for (int i = 1 + random.nextInt(2); i > 0; i--) {
      if (oneIn(6) && room > 1) {
        int[] octets = raw(room);
        segment.raw(octets);
        return;
      }
      MptcpOption option = option(leg, payload);
      if (option.length() <= room) {
        room -= option.length();
        segment.option(option);
        if (option instanceof MpCapable) {
          disturbs(leg);
        }
      }
    }
  }

  /** Until the handshake is over, another MP_CAPABLE may count instead of the right one. */
  private void disturbs(Leg leg) {
    if (leg.initial && !leg.keysSettled()) {
      host.judge.undecidable();
    }
  }

  private int[] raw(int room) {
    int[] octets = random.ints(2 + random.nextInt(room - 1), 0, 256).toArray();
    octets[0] = MPTCP;
    octets[1] = oneIn(3) ? random.nextInt(41) : octets.length;
    if (octets.length > 2) {
      octets[2] = random.nextInt(10) << 4 | random.nextInt(16);
      // what is read as MP_CAPABLE has keys that the judge does not know
      octets[2] |= octets[2] < 0x10 ? 0x10 : 0;
    }
    return octets;
  }

  private MptcpOption option(Leg leg, byte[] payload) {
    return switch (random.nextInt(20)) {
      case 0, 1 -> capable(payload);
      case 2 -> joinSyn();
      case 3 -> joinSynAck(leg);
      case 4 -> joinAck(leg);
      case 5, 6 -> addAddr();
      case 7 -> removeAddr();
      case 8 -> new MpPrio(random.nextBoolean(), random.nextBoolean(), id());
      case 9 -> new MpFail(oneIn(4) ? random.nextLong() : host.engineIdsn() + position());
      case 10 -> new MpFastclose(anyKey());
      case 11 -> new MpTcpRst(random.nextInt(16), random.nextInt(oneIn(2) ? 8 : 256));
      case 12, 13 -> oneIn(3) ? host.dataAck(position()) : host.dataAck();
      case 14, 15 -> host.map(host.sndNxt(), leg.flow.ssn(), payload, oneIn(6));
      default -> dss(leg, payload);
    };
  }

  private long anyKey() {
    return switch (random.nextInt(5)) {
      case 0 -> host.engineKey();
      case 1 -> host.key;
      case 2 -> 0;
      default -> random.nextLong();
    };
  }

  private int id() {
    return oneIn(2) ? random.nextInt(4) : random.nextInt(256);
  }

  private MpCapable capable(byte[] payload) {
    if (oneIn(4)) {
      return oneIn(2) ? host.capable() : host.capableAck();
    }
    int[] lengths = {4, 12, 20, 22, 24};
    int length = lengths[random.nextInt(lengths.length)];
    int version = oneIn(4) ? random.nextInt(16) : random.nextInt(2);
    int flags = oneIn(2) ? 0x01 : random.nextInt(256);
    int covered = oneIn(2) ? payload.length : random.nextInt(3_000);
    return new MpCapable(
        version, flags, length, anyKey(), anyKey(), covered, random.nextInt(65_536));
  }

  private MpJoinSyn joinSyn() {
    int token =
        oneIn(3)
            ? random.nextInt()
            : host.dialect.crypto().token(oneIn(4) ? host.key : host.engineKey());
    return new MpJoinSyn(random.nextBoolean(), id(), token, random.nextInt());
  }

  private MpJoinSynAck joinSynAck(Leg leg) {
    return oneIn(2)
        ? host.joinSynAck(leg)
        : new MpJoinSynAck(random.nextBoolean(), id(), random.nextLong(), random.nextInt());
  }

  private MpJoinAck joinAck(Leg leg) {
    if (oneIn(2)) {
      return host.joinAck(leg);
    }
    byte[] hmac = new byte[20];
    random.nextBytes(hmac);
    return new MpJoinAck(HexFormat.of().formatHex(hmac));
  }

  private AddAddr addAddr() {
    String[] v4 = {"10.0.2.2", "10.0.1.1", "10.0.2.1", "0.0.0.0", "127.0.0.1", "224.0.0.1"};
    String[] v6 = {"fd00:2::2", "fd00:1::1", "::", "::1", "ff02::1", "::ffff:10.0.2.2"};
    boolean six = oneIn(3);
    String[] all = six ? v6 : v4;
    IpAddress address =
        oneIn(4)
            ? new IpAddress(six ? random.nextLong() : 0, random.nextInt() >>> 1, six)
            : address(all[random.nextInt(all.length)], six);
    int port = oneIn(2) ? 0 : random.nextInt(65_536);
    AddAddr right = host.addAddr(id(), address, port);
    return switch (random.nextInt(4)) {
      case 0 -> right;
      case 1 -> // an echo that nobody asked for
          new AddAddr(1, true, id(), six, address.hi(), address.lo(), port, 0);
      case 2 -> new AddAddr(0, false, id(), six, address.hi(), address.lo(), port, 0);
      default ->
          new AddAddr(1, false, id(), six, address.hi(), address.lo(), port, random.nextLong());
    };
  }

  private static IpAddress address(String literal, boolean six) {
    byte[] bytes = Addresses.literal(literal).getAddress();
    if (six && bytes.length == 4) {
      return IpAddress.v6(0, 0xFFFF_0000_0000L | (ByteBuffer.wrap(bytes).getInt() & 0xFFFF_FFFFL));
    }
    return IpAddress.of(Addresses.literal(literal));
  }

  private RemoveAddr removeAddr() {
    List<Integer> ids = new ArrayList<>();
    for (int i = 1 + random.nextInt(oneIn(4) ? 20 : 3); i > 0; i--) {
      ids.add(id());
    }
    return new RemoveAddr(ids);
  }

  private long position() {
    return switch (random.nextInt(6)) {
      case 0 -> random.nextInt(10) - 5;
      case 1 -> host.rcvNxt() + random.nextInt(20) - 10;
      case 2 -> random.nextInt(100_000);
      case 3 -> random.nextInt(1 << 29) - (1 << 28);
      default -> host.sndNxt() + random.nextInt(3_000) - 1_500;
    };
  }

  /** Any mapping; its payload stays what it is, the judge knows. */
  private Dss dss(Leg leg, byte[] payload) {
    long dsn = host.idsn() + position();
    int ssn =
        switch (random.nextInt(4)) {
          case 0 -> random.nextInt();
          case 1 -> leg.flow.ssn() + random.nextInt(2_000) - 1_000;
          default -> leg.flow.ssn();
        };
    int length =
        switch (random.nextInt(6)) {
          case 0 -> 0;
          case 1 -> random.nextInt(65_536);
          case 2 -> payload.length + random.nextInt(1_000);
          default -> payload.length;
        };
    boolean withChecksum = oneIn(4) != host.checksums();
    int flags = random.nextInt(0x20);
    int checksum = random.nextInt(65_536);
    if (oneIn(2)) {
      long bytes = Checksums.add(0, ByteBuffer.wrap(payload), 0, payload.length);
      checksum = DssChecksum.compute(dsn, ssn, length, bytes);
    }
    boolean mapping = (flags & DssLayout.MAPPING) != 0;
    return new Dss(
        flags,
        host.engineIdsn() + position(),
        dsn,
        ssn,
        length,
        withChecksum && mapping,
        withChecksum ? checksum : 0);
  }
}
