package org.mptcp4j.sim.golden;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.mptcp4j.CloseReason;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.engine.Addresses;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.engine.ConnectionHandler;
import org.mptcp4j.engine.EngineConnection;
import org.mptcp4j.engine.ListenTarget;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.sim.Link;
import org.mptcp4j.sim.SimHost;
import org.mptcp4j.sim.SimNode;
import org.mptcp4j.sim.Simulation;
import org.mptcp4j.sim.link.LinkSpec;

/**
 * A short transfer over plain TCP whose last segments are lost, the first time that they are sent.
 * A box in the middle of the path takes them.
 */
final class TailLoss {
  private static final int IP_HEADER = 20;
  private static final int SYN = 0x02;
  private static final long LIMIT_NANOS = 60_000_000_000L;

  private final Simulation simulation = new Simulation(1);
  private final int bytes;
  private final int lostBytes;
  private final Set<Integer> dropped = new HashSet<>();
  private final EngineConnection sender;
  private int initialSequence;
  private long received;
  private long receivedAt;

  /**
   * @param lostBytes at the end of the stream; each segment with one of them is lost once
   */
  TailLoss(int rttMillis, int bytes, int lostBytes, ConnectionOptions options) {
    this.bytes = bytes;
    this.lostBytes = lostBytes;
    LinkSpec half = LinkSpec.of(20_000_000, rttMillis * 250_000L);
    Link near = simulation.link("near", half);
    Link far = simulation.link("far", half);
    SimHost client = SimNode.builder(simulation, "client").attach(near.a(), "10.0.0.2/24").host();
    SimHost server = SimNode.builder(simulation, "server").attach(far.b(), "10.0.0.1/24").host();
    near.b().attach((packet, now) -> pass(packet, far));
    far.a().attach((packet, now) -> near.b().send(packet.bytes()));
    server.engine().listen(ListenTarget.port(80), request -> request.accept(options, new Sink()));
    ConnectTarget target =
        new ConnectTarget(
            client.zones().get(0),
            new InetSocketAddress(Addresses.literal("10.0.0.2"), 0),
            new InetSocketAddress(Addresses.literal("10.0.0.1"), 80));
    sender = client.engine().connect(target, options, new Source());
  }

  private void pass(PacketBuffer packet, Link far) {
    ByteBuffer data = packet.bytes();
    int start = data.position();
    int sequence = data.getInt(start + IP_HEADER + 4);
    if ((data.get(start + IP_HEADER + 13) & SYN) != 0) {
      initialSequence = sequence;
    }
    int payload = data.remaining() - IP_HEADER - ((data.get(start + IP_HEADER + 12) & 0xf0) >>> 2);
    int end = sequence + payload - initialSequence - 1;
    boolean tail = payload > 0 && end > bytes - lostBytes;
    if (!tail || !dropped.add(sequence)) {
      far.a().send(data);
    }
  }

  /** Virtual nanoseconds until the receiver has all bytes. */
  long run() {
    if (!simulation.runUntil(() -> received == bytes, LIMIT_NANOS)) {
      throw new AssertionError("only " + received + " of " + bytes + " bytes arrived");
    }
    return receivedAt;
  }

  /** Times that the retransmission timer fired. */
  long timeouts() {
    return sender.subflows().get(0).timeouts();
  }

  /** Segments that were lost. */
  int lostSegments() {
    return dropped.size();
  }

  private final class Source implements ConnectionHandler {
    @Override
    public void onEstablished(EngineConnection connection) {
      if (connection.write(ByteBuffer.allocate(bytes)) < bytes) {
        throw new IllegalStateException("the send buffer is too small");
      }
    }
  }

  private final class Sink implements ConnectionHandler {
    @Override
    public void onReadable(EngineConnection connection) {
      int count = connection.read(ByteBuffer.allocate(bytes));
      received += Math.max(0, count);
      receivedAt = simulation.nowNanos();
    }

    @Override
    public void onClosed(EngineConnection connection, CloseReason reason) {
      throw new IllegalStateException("the connection ended: " + reason);
    }
  }
}
