package org.mptcp4j.impl.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.mptcp4j.CloseReason;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.engine.PacketPool;
import org.mptcp4j.impl.buffer.ByteQueue;
import org.mptcp4j.impl.wire.PacketWriter;
import org.mptcp4j.impl.wire.SegmentView;
import org.mptcp4j.test.Allocation;

/** At steady state nothing is allocated for a segment, sent or received. */
class AllocationTest {
  private static final long MS = 1_000_000L;
  private static final int BYTES = 14_480;

  /** A user that keeps nothing. */
  private static final class Sink implements TcpUser {
    long received;

    @Override
    public void onEstablished(TcpConnection c, long now) {}

    @Override
    public void onText(
        TcpConnection c, long position, PacketBuffer b, int offset, int length, long now) {
      received += length;
    }

    @Override
    public void onAcked(TcpConnection c, long now) {}

    @Override
    public void onRemoteFin(TcpConnection c, long now) {}

    @Override
    public void onRetransmissionTimeout(TcpConnection c, long now) {}

    @Override
    public void onClosed(TcpConnection c, CloseReason reason, long now) {}

    @Override
    public boolean hasMoreToSend(TcpConnection c) {
      return false;
    }

    @Override
    public long receiveWindow(TcpConnection c) {
      return 1 << 20;
    }
  }

  private final PacketPool pool = new PacketPool(65_535, 64);
  private final Sink server = new Sink();
  private final TcpConnection a =
      new TcpConnection(TestPair.parameters(true), new Sink(), SegmentExtension.NONE);
  private final TcpConnection b =
      new TcpConnection(TestPair.parameters(false), server, SegmentExtension.NONE);
  private final PacketWriter writer = new PacketWriter();
  private final SegmentView view = new SegmentView();
  private final PacketBuffer[] queue = new PacketBuffer[64];
  private int queued;
  private int index;
  private boolean losing;
  private final OutgoingSegment.Sink sink = this::emit;
  private final ByteQueue source = new ByteQueue(1);
  private final ByteBuffer data = ByteBuffer.allocate(BYTES);
  private long now = MS;

  private void emit(OutgoingSegment s) {
    boolean lost = losing && s.length() > 0 && index++ % 50 == 49;
    if (!lost) {
      queue[queued++] = Packets.write(writer, pool, s, 0, s.length(), true);
    }
  }

  /** Sends from one side all that it may, and lets the other side take it. */
  private void exchange(TcpConnection from, TcpConnection to) {
    from.flush(now, sink);
    now += 5 * MS;
    for (int i = 0; i < queued; i++) {
      view.parse(queue[i]);
      to.input(view, now);
      queue[i].release();
      queue[i] = null;
    }
    queued = 0;
    from.onDeadline(now);
    to.onDeadline(now);
  }

  private void rounds(int count) {
    for (int i = 0; i < count; i++) {
      int bytes = (int) Math.min(a.sendSpace(BYTES), BYTES);
      if (bytes > 0) {
        data.clear();
        source.dropUntil(source.tail());
        source.appendCopy(data, bytes, pool);
        a.send(source, source.head(), bytes, null);
      }
      exchange(a, b);
      exchange(b, a);
    }
  }

  @Test
  void nothingIsAllocatedForASegment() {
    a.connect(now);
    a.flush(now, sink);
    view.parse(queue[0]);
    b.accept(view, now);
    queue[0].release();
    queued = 0;
    exchange(b, a);
    losing = true;
    rounds(3_000);
    long segments = a.info().segmentsSent();
    long before = Allocation.ofThisThread();
    rounds(2_000);
    long perSegment = (Allocation.ofThisThread() - before) / (a.info().segmentsSent() - segments);
    assertThat(a.info().fastRecoveries()).isPositive();
    assertThat(server.received).isGreaterThan(1_000_000);
    assertThat(perSegment).as("bytes").isLessThan(2);
  }
}
