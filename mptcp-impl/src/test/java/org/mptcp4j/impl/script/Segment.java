package org.mptcp4j.impl.script;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.impl.wire.Checksums;
import org.mptcp4j.impl.wire.IpAddress;
import org.mptcp4j.impl.wire.PacketWriter;
import org.mptcp4j.impl.wire.TcpFlags;
import org.mptcp4j.impl.wire.option.MptcpOption;
import org.mptcp4j.impl.wire.option.OptionWriter;

/** One segment of the peer, while it is being written. */
public final class Segment {
  private final Flow flow;
  private final List<MptcpOption> options = new ArrayList<>();
  private byte[] rawOptions = {};
  private byte[] payload = {};
  private int flags = TcpFlags.ACK;
  private int mss;
  private int seq;
  private int ack;
  private int window;
  private boolean elsewhere;

  Segment(Flow flow) {
    this.flow = flow;
    seq = flow.sndNxt();
    ack = flow.rcvNxt();
    window = flow.window();
  }

  /** Letters of S, F, R, P, A, U. */
  public Segment flags(String letters) {
    flags = 0;
    for (int i = 0; i < letters.length(); i++) {
      flags |=
          switch (letters.charAt(i)) {
            case 'S' -> TcpFlags.SYN;
            case 'F' -> TcpFlags.FIN;
            case 'R' -> TcpFlags.RST;
            case 'P' -> TcpFlags.PSH;
            case 'A' -> TcpFlags.ACK;
            case 'U' -> TcpFlags.URG;
            default -> throw new IllegalArgumentException(letters);
          };
    }
    return this;
  }

  /** Another sequence number than the next; the flow's own does not move then. */
  public Segment seq(int value) {
    seq = value;
    elsewhere = true;
    return this;
  }

  /** A retransmission of what has this number in the mapping's count, the SYN being 0. */
  public Segment ssn(int value) {
    return seq(flow.iss() + value);
  }

  public Segment ack(int value) {
    ack = value;
    return this;
  }

  public Segment window(int value) {
    window = value;
    return this;
  }

  public Segment mss(int value) {
    mss = value;
    return this;
  }

  public Segment option(MptcpOption option) {
    options.add(option);
    return this;
  }

  /** Options as they stand, well formed or not. */
  public Segment raw(int... octets) {
    rawOptions = new byte[octets.length];
    for (int i = 0; i < octets.length; i++) {
      rawOptions[i] = (byte) octets[i];
    }
    return this;
  }

  public Segment payload(byte[] bytes) {
    payload = bytes.clone();
    return this;
  }

  public Segment payload(String ascii) {
    return payload(ascii.getBytes(StandardCharsets.US_ASCII));
  }

  /** Gives it to the engine and lets that answer; returns whether the engine claimed it. */
  public boolean send() {
    boolean mine = flow.bench().deliver(flow.zone(), write());
    moveOn();
    return mine;
  }

  /** Gives it to the engine, which answers when it is polled next. */
  public void queue() {
    PacketBuffer packet = write();
    flow.bench().engine().input(flow.zone(), packet, flow.bench().now());
    packet.release();
    moveOn();
  }

  /** It was sent, but the network lost it. */
  public void lose() {
    moveOn();
  }

  /** The packet's bytes; it is not sent. */
  public byte[] toBytes() {
    PacketBuffer packet = write();
    byte[] bytes = new byte[packet.bytes().remaining()];
    packet.bytes().get(bytes);
    packet.release();
    return bytes;
  }

  private void moveOn() {
    if (!elsewhere && (flags & TcpFlags.RST) == 0) {
      boolean counts = (flags & (TcpFlags.SYN | TcpFlags.FIN)) != 0;
      flow.skip(payload.length + (counts ? 1 : 0));
    }
  }

  private PacketBuffer write() {
    PacketBuffer packet = flow.bench().packets().acquire();
    ByteBuffer target = packet.bytes();
    PacketWriter writer =
        new PacketWriter()
            .from(IpAddress.of(flow.peer().getAddress()), flow.peer().getPort())
            .to(IpAddress.of(flow.local().getAddress()), flow.local().getPort())
            .sequence(seq)
            .acknowledgment(ack)
            .flags(flags)
            .window(window);
    writer.begin(target);
    writeOptions(target);
    OptionWriter.pad(target, 0);
    int payloadAt = target.position();
    target.put(payloadAt, payload);
    writer.end(target, payload.length, Checksums.add(0, target, payloadAt, payload.length));
    target.position(payloadAt + payload.length).flip();
    return packet;
  }

  private void writeOptions(ByteBuffer target) {
    if (mss > 0) {
      OptionWriter.mss(target, mss);
    }
    if (flow.timestamps()) {
      int millis = (int) (flow.bench().now() / Bench.MILLI);
      OptionWriter.timestamps(target, millis, flow.lastTsValue());
    }
    options.forEach(option -> option.writeTo(target));
    target.put(rawOptions);
  }
}
