package org.mptcp4j.impl.tcp;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.engine.PacketPool;
import org.mptcp4j.impl.congestion.NewRenoProvider;
import org.mptcp4j.impl.wire.FlowKey;
import org.mptcp4j.impl.wire.PacketWriter;
import org.mptcp4j.impl.wire.SegmentView;
import org.mptcp4j.impl.wire.option.OptionWriter;
import org.mptcp4j.spi.CongestionControlProvider;

/**
 * One connection and a peer whose segments are written by hand. Sequence numbers are relative: both
 * sides' SYN is 0. What the connection sends is described in one line a segment, such as {@code
 * "ACK seq=1 ack=1 len=100"}, with {@code ecn=2} behind it where it is ECN-capable; its options by
 * {@link #options}.
 */
public final class SegmentScript {
  public static final long MS = 1_000_000L;
  public static final int PEER_ISS = 0xffff_fff0;

  public final PacketPool pool = new PacketPool(65_535, 64);
  public final TcpParameters parameters;
  public final TestHost host;
  public final ArrayDeque<String> sent = new ArrayDeque<>();
  public long now = 1_000 * MS;
  public int window;

  /** Whether routers may cut what was sent last. */
  public boolean fragmentable;

  public int lastTsValue;
  private int lastTsEcho;
  public int peerMss = 1460;
  private String lastOptions = "";
  private final PacketWriter writer = new PacketWriter();
  private final SegmentView view = new SegmentView();
  public boolean timestamps;
  public int tsValue = 1000;
  public int tsEcho;
  public int peerWindow = 65_535;

  /** The ECN field of what the peer sends. */
  public int peerEcn;

  public boolean permitSack = true;
  public int peerShift = -1;
  public int urgentPointer;
  public int userTimeoutSeconds;
  private final int[] sacks = new int[8];
  private int sackCount;

  public SegmentScript() {
    this(p -> {});
  }

  public SegmentScript(java.util.function.Consumer<TcpParameters> setup) {
    this(new NewRenoProvider(), setup);
  }

  public SegmentScript(
      CongestionControlProvider control, java.util.function.Consumer<TcpParameters> setup) {
    parameters = TestPair.parameters(true, control);
    setup.accept(parameters);
    host = new TestHost("host", pool, parameters, SegmentExtension.NONE);
    host.closeOnRemoteFin = false;
  }

  public TcpConnection tcp() {
    return host.connection;
  }

  /** Active open without timestamps, done: everything is at 1. */
  public SegmentScript established() {
    tcp().connect(now);
    flush();
    sent.clear();
    inject("SYN ACK", 0, 1, 0);
    sent.clear();
    return this;
  }

  public SegmentScript flush() {
    host.pump();
    tcp().flush(now, this::record);
    return this;
  }

  /** Lets time pass; timers fire when they are due. */
  public SegmentScript pass(long nanos) {
    long until = now + nanos;
    while (tcp().deadline() <= until) {
      now = Math.max(now, tcp().deadline());
      tcp().onDeadline(now);
      flush();
    }
    now = until;
    return this;
  }

  public SegmentScript sack(int left, int right) {
    sacks[sackCount++] = left;
    sacks[sackCount++] = right;
    return this;
  }

  /** A segment of the peer arrives and the connection is flushed. */
  public SegmentScript inject(String flags, long seq, long ack, int length) {
    PacketBuffer packet = write(flags, seq, ack, length);
    view.parse(packet);
    if (tcp().state() == TcpState.CLOSED && TestHost.opens(view)) {
      tcp().accept(view, now);
    } else {
      tcp().input(view, now);
    }
    packet.release();
    return flush();
  }

  public SegmentView parsed(String flags, long seq, long ack) {
    PacketBuffer packet = write(flags, seq, ack, 0);
    view.parse(packet);
    packet.release();
    return view;
  }

  private PacketBuffer write(String flags, long seq, long ack, int length) {
    FlowKey key = tcp().key();
    PacketBuffer packet = pool.acquire();
    ByteBuffer target = packet.bytes();
    int bits = 0;
    for (String flag : flags.split(" ", -1)) {
      bits |=
          switch (flag) {
            case "SYN" -> OutgoingSegment.SYN;
            case "ACK" -> OutgoingSegment.ACK;
            case "FIN" -> OutgoingSegment.FIN;
            case "RST" -> OutgoingSegment.RST;
            case "PSH" -> OutgoingSegment.PSH;
            case "URG" -> OutgoingSegment.URG;
            case "" -> 0;
            case "ECE" -> OutgoingSegment.ECE;
            case "CWR" -> OutgoingSegment.CWR;
            default -> throw new IllegalArgumentException(flag);
          };
    }
    writer
        .from(key.remote(), key.remotePort())
        .to(key.local(), key.localPort())
        .sequence(PEER_ISS + (int) seq)
        .acknowledgment(parameters.iss() + (int) ack)
        .flags(bits)
        .trafficClass(peerEcn)
        .window(peerWindow)
        .urgentPointer(urgentPointer);
    writer.begin(target);
    writeOptions(target, (bits & OutgoingSegment.SYN) != 0);
    ByteBuffer payload = ByteBuffer.allocate(length);
    long first = seq + ((bits & OutgoingSegment.SYN) != 0 ? 1 : 0);
    for (int i = 0; i < length; i++) {
      payload.put(i, TestHost.pattern(first + i));
    }
    OptionWriter.pad(target, 0);
    writer.end(target, length, org.mptcp4j.impl.wire.Checksums.add(0, payload, 0, length));
    target.put(payload);
    target.flip();
    return packet;
  }

  private void writeOptions(ByteBuffer target, boolean syn) {
    if (syn) {
      OptionWriter.mss(target, peerMss);
      if (permitSack) {
        OptionWriter.sackPermitted(target);
      }
      if (peerShift >= 0) {
        OptionWriter.windowScale(target, peerShift);
      }
    }
    if (timestamps) {
      OptionWriter.timestamps(target, tsValue, tsEcho);
    }
    if (userTimeoutSeconds > 0) {
      OptionWriter.userTimeout(target, userTimeoutSeconds);
    }
    if (sackCount > 0) {
      OptionWriter.sackHeader(target, sackCount / 2);
      for (int i = 0; i < sackCount; i += 2) {
        OptionWriter.sackBlock(
            target, parameters.iss() + sacks[i], parameters.iss() + sacks[i + 1]);
      }
      sackCount = 0;
    }
  }

  private void record(OutgoingSegment segment) {
    PacketBuffer packet = Packets.write(writer, pool, segment, 0, segment.length(), true);
    SegmentView v = new SegmentView();
    v.parse(packet);
    packet.release();
    StringBuilder text = new StringBuilder();
    text.append(v.syn() ? "SYN " : "").append(v.fin() ? "FIN " : "");
    text.append(v.rst() ? "RST " : "").append(v.ack() ? "ACK " : "");
    text.append((v.flags() & OutgoingSegment.ECE) != 0 ? "ECE " : "");
    text.append((v.flags() & OutgoingSegment.CWR) != 0 ? "CWR " : "");
    text.append("seq=").append(v.sequence() - parameters.iss());
    if (v.ack()) {
      text.append(" ack=").append(v.acknowledgment() - PEER_ISS);
    }
    if (v.payloadLength() > 0) {
      text.append(" len=").append(v.payloadLength());
    }
    text.append(v.urg() ? " urg=" + v.urgentPointer() : "");
    text.append(v.trafficClass() == 0 ? "" : " ecn=" + v.trafficClass());
    window = v.window();
    fragmentable = segment.isFragmentable();
    lastTsValue = v.options().tsValue();
    lastTsEcho = v.options().tsEchoReply();
    describeOptions(v);
    sent.add(text.toString());
  }

  private void describeOptions(SegmentView v) {
    StringBuilder text = new StringBuilder();
    var o = v.options();
    text.append(o.hasMss() ? "mss=" + o.mss() + " " : "");
    text.append(o.sackPermitted() ? "sackOk " : "");
    text.append(o.hasTimestamps() ? "ts " : "");
    text.append(o.hasWindowScale() ? "ws=" + o.windowScale() + " " : "");
    text.append(o.userTimeoutSeconds() > 0 ? "uto=" + o.userTimeoutSeconds() + " " : "");
    for (int i = 0; i < o.sackBlockCount(); i++) {
      text.append(o.sackLeft(i) - PEER_ISS).append('-').append(o.sackRight(i) - PEER_ISS);
      text.append(' ');
    }
    lastOptions = text.toString().trim();
  }

  /** Options of the last segment: {@code "mss=1460 sackOk ts ws=7"}, SACK blocks as 1-5. */
  public String options() {
    return lastOptions;
  }

  /** TSecr of the last segment. */
  public int echo() {
    return lastTsEcho;
  }

  /** What was sent since the last call. */
  public java.util.List<String> sent() {
    var list = java.util.List.copyOf(sent);
    sent.clear();
    return list;
  }

  /** Everything that the test holds is given back; what is left, the connection holds. */
  public int outstanding() {
    host.releaseAll();
    return pool.outstanding();
  }
}
