package org.mptcp4j.impl.stack;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.impl.wire.Flow;
import org.mptcp4j.impl.wire.FlowKey;
import org.mptcp4j.impl.wire.IpAddress;
import org.mptcp4j.impl.wire.PacketWriter;
import org.mptcp4j.impl.wire.ParseResult;
import org.mptcp4j.impl.wire.SegmentView;
import org.mptcp4j.impl.wire.TcpFlags;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * From a packet to its flow: the header is read, without which nothing can be looked up, and the
 * flow found. Each packet is of another flow, far away from the last one's.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class DemultiplexerBenchmark {
  private static final int ZONE = 0;
  private static final int PORTS_AT = 20;

  /** From one entry to the next, modulo their number: no divisor in common with a power of ten. */
  private static final int STRIDE = 1_618_033_989;

  @Param({"10", "10000", "1000000"})
  int entries;

  private record Entry(FlowKey key) implements Flow {}

  private final FlowTable table = new FlowTable(0x5DEECE66DL, new NoSiblings());
  private final SegmentView view = new SegmentView();
  private PacketBuffer packet;
  private int index;
  private int step;

  /** Fills the table, and checks that every entry is found. */
  @Setup
  public void prepare() {
    step = STRIDE % entries;
    IpAddress local = IpAddress.of(Connections.LOCAL);
    IpAddress remote = IpAddress.of(Connections.REMOTE);
    for (int i = 0; i < entries; i++) {
      table.put(
          new Entry(
              new FlowKey(
                  ZONE, local, Connections.localPort(i), remote, Connections.remotePort(i))));
    }
    ByteBuffer bytes = ByteBuffer.allocateDirect(40);
    PacketWriter writer =
        new PacketWriter()
            .from(IpAddress.of(Connections.REMOTE), 1)
            .to(IpAddress.of(Connections.LOCAL), 1)
            .flags(TcpFlags.ACK);
    writer.begin(bytes);
    writer.end(bytes, 0, 0);
    packet = PacketBuffer.wrap(bytes.flip()).checksum(PacketBuffer.Checksum.TRUSTED);
    for (int i = 0; i < entries; i++) {
      Flow found = find();
      if (found == null || found.key().localPort() != Connections.localPort(index)) {
        throw new IllegalStateException("entry " + index + " is not found");
      }
    }
  }

  /** Reads the next packet and finds whose it is. */
  @Benchmark
  public Flow find() {
    index += step;
    index -= index >= entries ? entries : 0;
    int ports = Connections.remotePort(index) << 16 | Connections.localPort(index);
    packet.bytes().putInt(PORTS_AT, ports);
    return view.parse(packet) == ParseResult.TCP ? table.find(ZONE, view) : null;
  }
}
