package org.mptcp4j.impl.tcp.random;

import java.nio.ByteBuffer;
import java.util.Random;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.engine.PacketPool;
import org.mptcp4j.impl.tcp.TestHost;
import org.mptcp4j.impl.wire.Checksums;
import org.mptcp4j.impl.wire.FlowKey;
import org.mptcp4j.impl.wire.PacketWriter;
import org.mptcp4j.impl.wire.SegmentView;
import org.mptcp4j.impl.wire.TcpFlags;
import org.mptcp4j.impl.wire.option.OptionWriter;

/**
 * The other end of a connection, which may behave or not: it forms segments that are right, nearly
 * right and wrong. Its text is the pattern, whatever its place.
 */
final class Peer {
  static final int ISS = 0xffff_ff80;

  private final Random random;
  private final PacketPool pool;
  private final FlowKey key;
  private final int remoteIss;
  private final PacketWriter writer = new PacketWriter();
  private final SegmentView seen = new SegmentView();
  private final boolean timestamps;
  private final boolean sack;
  private final int shift;
  private final int mss;
  private long sndNxt = 1;
  private long rcvNxt;
  private long highestSeen;
  private int tsValue = 5_000;
  private int tsEcho;
  private boolean finSent;

  /**
   * @param key the connection's, as it sees it
   * @param remoteIss the connection's ISS
   */
  Peer(Random random, PacketPool pool, FlowKey key, int remoteIss) {
    this.random = random;
    this.pool = pool;
    this.key = key;
    this.remoteIss = remoteIss;
    timestamps = random.nextInt(3) == 0;
    sack = random.nextInt(4) > 0;
    shift = random.nextInt(3) == 0 ? random.nextInt(15) : -1;
    mss = random.nextInt(3) == 0 ? 200 + random.nextInt(1_200) : 1_400;
  }

  /** A packet of the connection came; the network hands it on in order here. */
  void onPacket(PacketBuffer packet) {
    seen.parse(packet);
    if (seen.rst()) {
      return;
    }
    int position = seen.sequence() - remoteIss;
    highestSeen = Math.max(highestSeen, position + seen.sequenceLength());
    if (position <= rcvNxt) {
      rcvNxt = Math.max(rcvNxt, position + seen.sequenceLength());
    }
    if (seen.options().hasTimestamps()) {
      tsEcho = seen.options().tsValue();
    }
  }

  PacketBuffer syn() {
    return write(TcpFlags.SYN, 0, 0, 0, window());
  }

  PacketBuffer synAck() {
    return write(TcpFlags.SYN | TcpFlags.ACK, 0, 1, 0, window());
  }

  /** An ACK of all that came. */
  PacketBuffer ack() {
    return write(TcpFlags.ACK, sndNxt, rcvNxt, 0, window());
  }

  /** The next text, perhaps with a FIN; an ACK behind the FIN. */
  PacketBuffer text() {
    if (finSent) {
      return ack();
    }
    int length = 1 + random.nextInt(mss);
    boolean fin = random.nextInt(30) == 0;
    finSent = fin;
    PacketBuffer packet =
        write(TcpFlags.ACK | (fin ? TcpFlags.FIN : 0), sndNxt, rcvNxt, length, window());
    sndNxt += length + (fin ? 1 : 0);
    return packet;
  }

  PacketBuffer fin() {
    PacketBuffer packet =
        write(TcpFlags.ACK | TcpFlags.FIN, finSent ? sndNxt - 1 : sndNxt, rcvNxt, 0, window());
    sndNxt += finSent ? 0 : 1;
    finSent = true;
    return packet;
  }

  /** Skips text, as if it were lost. */
  void lose() {
    if (!finSent) {
      sndNxt += 1 + random.nextInt(3_000);
    }
  }

  /** Goes back, as after a time-out. */
  void goBack() {
    if (!finSent) {
      sndNxt = Math.max(1, sndNxt - random.nextInt(6_000));
    }
  }

  PacketBuffer reset() {
    return write(TcpFlags.RST, sndNxt, 0, 0, 0);
  }

  /**
   * Any flags anywhere near the truth, or far from it.
   *
   * @param opening the connection would take any SYN: it must have the ISS, for the pattern's sake
   */
  PacketBuffer anything(boolean opening) {
    int flags = random.nextInt(64);
    if (random.nextInt(4) > 0) {
      flags = (flags | TcpFlags.ACK) & ~(TcpFlags.SYN | TcpFlags.RST);
    }
    long span = random.nextInt(5) == 0 ? Integer.MAX_VALUE : 5_000;
    long seq = sndNxt + (random.nextInt(3) == 0 ? 0 : random.nextLong(-span, span));
    long ack = rcvNxt + (random.nextInt(3) == 0 ? 0 : random.nextLong(-span, span));
    int length = random.nextInt(3) == 0 ? random.nextInt(1_400) : 0;
    boolean first = opening && (flags & TcpFlags.SYN) != 0;
    return write(flags, first ? 0 : seq, ack, length, random.nextInt(65_536));
  }

  private int window() {
    return random.nextInt(6) == 0 ? random.nextInt(3_000) : 65_535;
  }

  private PacketBuffer write(int flags, long seq, long ack, int length, int window) {
    PacketBuffer packet = pool.acquire();
    ByteBuffer target = packet.bytes();
    boolean syn = (flags & TcpFlags.SYN) != 0;
    writer
        .from(key.remote(), key.remotePort())
        .to(key.local(), key.localPort())
        .sequence(ISS + (int) seq)
        .acknowledgment(remoteIss + (int) ack)
        .flags(flags)
        .window(window)
        .urgentPointer(random.nextInt(100));
    writer.begin(target);
    writeOptions(target, syn, ack);
    OptionWriter.pad(target, 0);
    int at = target.position();
    long first = seq + (syn ? 1 : 0);
    for (int i = 0; i < length; i++) {
      target.put(at + i, TestHost.pattern(first + i));
    }
    writer.end(target, length, Checksums.add(0, target, at, length));
    target.position(at + length).flip();
    return packet;
  }

  private void writeOptions(ByteBuffer target, boolean syn, long ack) {
    if (syn) {
      OptionWriter.mss(target, mss);
      if (sack) {
        OptionWriter.sackPermitted(target);
      }
      if (shift >= 0) {
        OptionWriter.windowScale(target, shift);
      }
    }
    if (timestamps && random.nextInt(40) > 0) {
      tsValue += random.nextInt(20) - (random.nextInt(10) == 0 ? 10 : 0);
      OptionWriter.timestamps(target, tsValue, tsEcho);
    }
    if (!syn && sack && random.nextInt(5) == 0) {
      int blocks = 1 + random.nextInt(2);
      OptionWriter.sackHeader(target, blocks);
      for (int i = 0; i < blocks; i++) {
        int left = remoteIss + (int) ack + random.nextInt(4_000) - 500;
        OptionWriter.sackBlock(target, left, left + random.nextInt(3_000) - 300);
      }
    }
  }
}
