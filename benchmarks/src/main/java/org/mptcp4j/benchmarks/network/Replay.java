package org.mptcp4j.benchmarks.network;

import java.nio.ByteBuffer;
import org.mptcp4j.engine.Engine;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.engine.PacketPool;
import org.mptcp4j.engine.Zone;

/**
 * A segment that was captured and comes again and again, with numbers that go on: a peer that costs
 * next to nothing. Payload is whatever the buffer has, and the checksum counts as verified.
 *
 * <p>IPv4, and options as our engine lays them out; a DSS has its numbers moved like the sequence
 * number (RFC 8684, section 3.3), which suits a connection with one subflow.
 */
public final class Replay {
  private static final int TCP_AT = 20;
  private static final int OPTIONS_AT = TCP_AT + 20;
  private static final int TIMESTAMPS = 8;
  private static final int MPTCP = 30;
  private static final int DSS = 2;

  private final ByteBuffer headers;
  private final int payloadBytes;
  private int timestampsAt;
  private int dssAt;

  Replay(byte[] packet) {
    int length = headersOf(ByteBuffer.wrap(packet));
    headers = ByteBuffer.allocateDirect(length).put(packet, 0, length).flip();
    payloadBytes = packet.length - length;
    findOptions();
  }

  static int headersOf(ByteBuffer packet) {
    return TCP_AT + (packet.get(packet.position() + TCP_AT + 12) >> 4 & 0x0F) * 4;
  }

  private void findOptions() {
    for (int at = OPTIONS_AT; at < headers.limit(); ) {
      int kind = headers.get(at);
      if (kind == TIMESTAMPS) {
        timestampsAt = at;
      } else if (kind == MPTCP && headers.get(at + 2) >> 4 == DSS) {
        dssAt = at;
      }
      at += kind <= 1 ? 1 : headers.get(at + 1);
    }
  }

  /** Bytes of payload. */
  public int payloadBytes() {
    return payloadBytes;
  }

  /** Moves what is sent on by {@code bytes}. */
  public void sendOn(int bytes) {
    add(TCP_AT + 4, bytes);
    int at = dssAt + 4 + dataAckBytes();
    if (dssAt > 0 && (dssFlags() & 4) != 0) {
      boolean wide = (dssFlags() & 8) != 0;
      addWide(at, bytes, wide);
      add(at + (wide ? 8 : 4), bytes);
    }
  }

  /**
   * Begins with what {@code peer} waits for, and with timestamps that are not older than others
   * that it has seen (RFC 7323, section 5.3).
   */
  public void sendFromWhere(Replay peer) {
    sendOn(peer.headers.getInt(TCP_AT + 8) - headers.getInt(TCP_AT + 4));
    headers.putInt(timestampsAt + 2, peer.headers.getInt(peer.timestampsAt + 6));
    headers.putInt(timestampsAt + 6, peer.headers.getInt(peer.timestampsAt + 2));
  }

  /** Moves what is acknowledged on by {@code bytes}. */
  public void acknowledgeOn(int bytes) {
    add(TCP_AT + 8, bytes);
    if (dataAckBytes() > 0) {
      addWide(dssAt + 4, bytes, dataAckBytes() == 8);
    }
  }

  /** Echoes the timestamp of a segment whose header is given. */
  public void echo(ByteBuffer header) {
    // two NOPs, kind and length stand before TSval (RFC 7323, appendix A)
    headers.putInt(timestampsAt + 6, header.getInt(header.position() + OPTIONS_AT + 4));
  }

  /** Gives the segment to an engine. */
  public void input(Engine engine, Zone zone, PacketPool pool, long now) {
    PacketBuffer buffer = pool.acquire().checksum(PacketBuffer.Checksum.TRUSTED);
    buffer.bytes().put(0, headers, 0, headers.limit()).limit(headers.limit() + payloadBytes);
    engine.input(zone, buffer, now);
    buffer.release();
  }

  private int dssFlags() {
    return dssAt == 0 ? 0 : headers.get(dssAt + 3);
  }

  private int dataAckBytes() {
    return (dssFlags() & 1) == 0 ? 0 : (dssFlags() & 2) == 0 ? 4 : 8;
  }

  private void add(int at, int bytes) {
    headers.putInt(at, headers.getInt(at) + bytes);
  }

  private void addWide(int at, int bytes, boolean wide) {
    if (wide) {
      headers.putLong(at, headers.getLong(at) + bytes);
    } else {
      add(at, bytes);
    }
  }
}
