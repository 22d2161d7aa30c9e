package org.mptcp4j.conformance.dialogue;

import java.util.ArrayList;
import java.util.List;
import org.mptcp4j.conformance.packet.Flags;
import org.mptcp4j.conformance.packet.Packet;
import org.mptcp4j.conformance.packet.PacketWriter;
import org.mptcp4j.conformance.packet.TcpOption;

/**
 * A segment that a case builds and sends. By default it is an ACK with the leg's next sequence
 * number, of all that was received. One at its default sequence number moves the leg on; one that
 * {@link #seq} put elsewhere does not.
 */
public final class Segment {
  private final Leg leg;
  private final List<TcpOption> options = new ArrayList<>();
  private int flags = Flags.ACK;
  private Integer seq;
  private Integer ack;
  private int window;
  private int urgent;
  private int ecn;
  private byte[] payload = {};
  private boolean badChecksum;

  Segment(Leg leg) {
    this.leg = leg;
    window = leg.window();
  }

  /** These bits instead of ACK. */
  public Segment flags(int value) {
    flags = value;
    return this;
  }

  /** These bits too. */
  public Segment plus(int value) {
    flags |= value;
    return this;
  }

  /** An absolute sequence number; the leg does not move on. */
  public Segment seq(int value) {
    seq = value;
    return this;
  }

  /** An absolute acknowledgment number. */
  public Segment ack(int value) {
    ack = value;
    return this;
  }

  /** As in the header, not scaled: 0 to 65,535. */
  public Segment window(int value) {
    window = value;
    return this;
  }

  public Segment urgent(int pointer) {
    urgent = pointer;
    return this;
  }

  public Segment ecn(int bits) {
    ecn = bits;
    return this;
  }

  public Segment option(TcpOption value) {
    options.add(value);
    return this;
  }

  public Segment options(List<TcpOption> values) {
    options.addAll(values);
    return this;
  }

  public Segment payload(byte[] bytes) {
    payload = bytes.clone();
    return this;
  }

  /** Its TCP checksum will be wrong. */
  public Segment badChecksum() {
    badChecksum = true;
    return this;
  }

  /** Sends it. */
  public Packet send() {
    Packet packet =
        new Packet(
            leg.local(),
            leg.remote(),
            seq == null ? leg.sndNxt() : seq,
            (flags & Flags.ACK) == 0 && ack == null ? 0 : ack == null ? leg.rcvNxt() : ack,
            flags,
            window,
            urgent,
            ecn,
            options,
            payload,
            List.of());
    byte[] bytes = PacketWriter.write(packet);
    if (badChecksum) {
      int at = (bytes[0] >> 4 == 4 ? 20 : 40) + 16;
      bytes[at] = (byte) ~bytes[at];
    }
    leg.dialogue().send(packet, bytes);
    if (seq == null) {
      leg.advance(packet.sequenceLength());
    }
    return packet;
  }
}
