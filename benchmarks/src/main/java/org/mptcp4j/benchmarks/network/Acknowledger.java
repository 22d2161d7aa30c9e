package org.mptcp4j.benchmarks.network;

import java.nio.ByteBuffer;
import org.mptcp4j.engine.Engine;
import org.mptcp4j.engine.OutgoingPacket;
import org.mptcp4j.engine.PacketPool;
import org.mptcp4j.engine.PacketSink;
import org.mptcp4j.engine.Zone;

/**
 * The peer of a sender: keeps no data and acknowledges each super-segment, or every second segment
 * (RFC 9293, section 3.8.6.3). No DSS checksum is in what it sends, so the connection has none.
 */
public final class Acknowledger implements PacketSink {
  private static final int SEGMENTS_AT_ONCE = 4096;

  private final Replay ack;
  private final PacketPool pool;
  private final int[] due = new int[SEGMENTS_AT_ONCE];
  private int dueCount;
  private int unacknowledged;
  private int unacknowledgedBytes;
  private long segments;
  private long bytes;

  /**
   * @param ack a segment that acknowledges all that was sent so far
   */
  public Acknowledger(Replay ack, PacketPool pool) {
    this.ack = ack;
    this.pool = pool;
  }

  /** Segments with payload that came. */
  public long segments() {
    return segments;
  }

  /** Payload bytes that came. */
  public long bytes() {
    return bytes;
  }

  @Override
  public void send(OutgoingPacket packet) {
    ByteBuffer header = packet.header();
    int payload = packet.length() - header.remaining();
    if (payload == 0) {
      return;
    }
    segments++;
    bytes += payload;
    unacknowledgedBytes += payload;
    ack.echo(header);
    if (++unacknowledged == 2 || packet.segmentSize() > 0) {
      acknowledge();
    }
  }

  private void acknowledge() {
    due[dueCount++] = unacknowledgedBytes;
    unacknowledged = 0;
    unacknowledgedBytes = 0;
  }

  /** Sends the ACKs that are due, that of a single last segment too. */
  public void input(Engine engine, Zone zone, long now) {
    if (unacknowledged > 0) {
      acknowledge();
    }
    for (int i = 0; i < dueCount; i++) {
      ack.acknowledgeOn(due[i]);
      ack.input(engine, zone, pool, now);
    }
    dueCount = 0;
  }
}
