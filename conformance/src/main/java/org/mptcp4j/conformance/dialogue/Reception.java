package org.mptcp4j.conformance.dialogue;

import java.util.ArrayList;
import java.util.List;
import org.mptcp4j.conformance.packet.Flags;
import org.mptcp4j.conformance.packet.MpOption;
import org.mptcp4j.conformance.packet.Packet;

/** What came on a leg: the subflow's stream, and where its mappings put it. */
final class Reception {
  private final ByteStream stream = new ByteStream();
  private final List<Mapping> mappings = new ArrayList<>();
  private Session session;
  private int irs;
  private boolean begun;
  private long finOffset = -1;
  private long mapped;

  /**
   * {@code length} bytes from {@code at} of the subflow's stream are the data at {@code offset}.
   */
  private record Mapping(long at, long offset, int length) {}

  void begin(int initial) {
    if (!begun) {
      irs = initial;
      begun = true;
    }
  }

  boolean begun() {
    return begun;
  }

  int irs() {
    return irs;
  }

  void session(Session value) {
    session = value;
  }

  int rcvNxt() {
    if (!begun) {
      return 0;
    }
    boolean finCame = finOffset >= 0 && finOffset <= stream.length();
    return irs + 1 + (int) stream.length() + (finCame ? 1 : 0);
  }

  boolean finCame() {
    return finOffset >= 0;
  }

  byte[] bytes() {
    return stream.bytes();
  }

  String conflict() {
    return stream.conflict();
  }

  /** Takes a segment; returns whether it took sequence space, so that it wants an ACK. */
  boolean onSegment(Packet packet) {
    if (packet.has(Flags.SYN)) {
      begin(packet.seq());
    }
    if (session != null) {
      packet.option(MpOption.Dss.class).ifPresent(this::onDss);
      packet.option(MpOption.Capable.class).ifPresent(this::onCapable);
    }
    if (!begun || packet.has(Flags.RST)) {
      return false;
    }
    long offset = stream.length() + (packet.seq() - (irs + 1 + (int) stream.length()));
    if (packet.payload().length > 0 && offset >= 0) {
      stream.add(offset, packet.payload());
    }
    if (packet.has(Flags.FIN)) {
      finOffset = offset + packet.payload().length;
    }
    deliver();
    return packet.payload().length > 0 || packet.has(Flags.FIN);
  }

  private void onDss(MpOption.Dss dss) {
    if (dss.dataAck() != null) {
      session.onDataAck(dss.dataAck(), dss.wideAck());
    }
    if (!dss.hasMapping()) {
      return;
    }
    long offset = session.peerOffset(dss.dsn(), dss.wideDsn());
    int length = dss.length() - (dss.fin() ? 1 : 0);
    if (length > 0) {
      mappings.add(new Mapping(Integer.toUnsignedLong(dss.ssn()) - 1, offset, length));
    }
    if (dss.fin()) {
      session.onFin(offset + length);
    }
  }

  /** Version 1: the first data, mapped by its length alone (RFC 8684, section 3.1). */
  private void onCapable(MpOption.Capable capable) {
    if (capable.dataLength() != null) {
      mappings.add(new Mapping(0, 0, capable.dataLength()));
    }
  }

  private void deliver() {
    if (session == null) {
      return;
    }
    mappings.removeIf(m -> m.at + m.length <= mapped);
    Mapping next = covering(mapped);
    while (next != null && mapped < stream.length()) {
      long end = Math.min(next.at + next.length, stream.length());
      session.onData(next.offset + (mapped - next.at), stream.slice(mapped, end));
      mapped = end;
      next = covering(mapped);
    }
  }

  private Mapping covering(long at) {
    return mappings.stream()
        .filter(m -> m.at <= at && at < m.at + m.length)
        .findFirst()
        .orElse(null);
  }

  /** How much of the stream no mapping covered yet. */
  long unmapped() {
    return stream.length() - mapped;
  }
}
