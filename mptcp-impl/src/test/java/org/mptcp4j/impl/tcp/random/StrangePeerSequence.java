package org.mptcp4j.impl.tcp.random;

import java.util.Random;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.engine.PacketPool;
import org.mptcp4j.impl.tcp.Packets;
import org.mptcp4j.impl.tcp.TcpParameters;
import org.mptcp4j.impl.tcp.TcpState;
import org.mptcp4j.impl.wire.SegmentView;

/**
 * One sequence: a connection, brought somewhere by real segments, meets legal and illegal segments
 * of one peer, calls of its user, and time. Then there is silence, and then an ABORT.
 */
final class StrangePeerSequence {
  private static final long MS = 1_000_000L;
  private static final long SECOND = 1_000 * MS;

  /** Timers with backoff that end a connection within the user time-out fire less often. */
  private static final int MOST_TIMERS = 3_000;

  private static final long SILENCE = 1_000 * SECOND;

  private final Random random;
  private final Trace trace;
  private final Watched end;
  private final Peer peer;
  private final SegmentView view = new SegmentView();
  private long now = SECOND;

  StrangePeerSequence(long seed, PacketPool pool, boolean tracing) {
    random = new Random(seed);
    trace = new Trace(tracing);
    TcpParameters parameters = RandomOptions.parameters(random, true);
    end = new Watched("end", pool, parameters, trace);
    end.receiveBuffer = random.nextInt(4) == 0 ? 500 + random.nextInt(5_000) : 200_000;
    peer = new Peer(random, pool, parameters.key(), parameters.iss());
  }

  /** Runs it; throws an AssertionError where an invariant does not hold. */
  void run() {
    try {
      open();
      int steps = random.nextInt(60);
      for (int i = 0; i < steps && !end.connection.finished(); i++) {
        step();
      }
      silence();
      if (!end.connection.finished()) {
        end.abort();
        flush();
        runTimers(SILENCE);
      }
      end.require(end.connection.finished(), "not over after an ABORT");
      end.require(end.connection.deadline() == Long.MAX_VALUE, "a timer after the end");
    } finally {
      end.releaseAll();
    }
  }

  private void open() {
    boolean active = random.nextBoolean();
    if (active) {
      end.connect(now);
      flush();
    } else {
      deliver(peer.syn());
    }
    if (random.nextInt(6) == 0) {
      return;
    }
    if (active && random.nextInt(5) == 0) {
      deliver(peer.syn());
      deliver(random.nextBoolean() ? peer.ack() : peer.synAck());
    } else {
      deliver(active ? peer.synAck() : peer.ack());
    }
  }

  private void step() {
    switch (random.nextInt(24)) {
      case 0, 1, 2 -> end.send(1 + random.nextInt(5_000));
      case 3 -> runTimers(random.nextInt(300) * MS);
      case 4 -> runTimers(random.nextInt(5_000) * MS);
      case 5, 6, 7, 8 -> deliver(peer.ack());
      case 9, 10, 11, 12 -> deliver(peer.text());
      case 13 -> peer.lose();
      case 14 -> peer.goBack();
      case 15 -> end.reading ^= true;
      case 16 -> end.read();
      case 17 -> rarely();
      default -> deliver(peer.anything(end.connection.state() == TcpState.SYN_SENT));
    }
    flush();
  }

  private void rarely() {
    switch (random.nextInt(8)) {
      case 0 -> deliver(peer.reset());
      case 1 -> end.abort();
      case 2, 3 -> deliver(peer.fin());
      case 4 -> end.connection.requestAck();
      default -> end.close();
    }
  }

  /** "After silence timers end it or nothing is pending". */
  private void silence() {
    runTimers(SILENCE);
    boolean idle = end.connection.unackedBytes() == 0;
    end.require(end.connection.finished() || idle, "data is still pending after silence");
    TcpState state = end.connection.state();
    boolean waits =
        state == TcpState.CLOSED
            || state == TcpState.ESTABLISHED
            || state == TcpState.CLOSE_WAIT
            || state == TcpState.FIN_WAIT_2;
    end.require(waits, "it hangs after silence");
  }

  private void runTimers(long nanos) {
    long until = now + nanos;
    int fired = 0;
    while (end.connection.deadline() <= until) {
      end.require(++fired < MOST_TIMERS, "timers without end");
      now = Math.max(now, end.connection.deadline());
      trace.now(now);
      end.onDeadline(now);
      flush();
    }
    now = until;
    trace.now(now);
  }

  private void flush() {
    end.flush(
        now,
        packet -> {
          trace.add("end ", () -> Packets.describe(packet, ">"));
          peer.onPacket(packet);
          packet.release();
        });
  }

  private void deliver(PacketBuffer packet) {
    trace.add("peer", () -> Packets.describe(packet, "<"));
    view.parse(packet);
    boolean fresh = end.connection.state() == TcpState.CLOSED && !end.isClosed();
    if (!fresh) {
      end.input(view, now);
    } else if (view.syn() && !view.ack() && !view.rst()) {
      end.accept(view, now);
    }
    packet.release();
    flush();
  }
}
