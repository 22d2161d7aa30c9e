package org.mptcp4j.benchmarks;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.impl.wire.Checksums;
import org.mptcp4j.impl.wire.IpAddress;
import org.mptcp4j.impl.wire.PacketWriter;
import org.mptcp4j.impl.wire.ParseResult;
import org.mptcp4j.impl.wire.SegmentView;
import org.mptcp4j.impl.wire.TcpFlags;
import org.mptcp4j.impl.wire.option.MptcpOptionWriter;
import org.mptcp4j.impl.wire.option.OptionWriter;
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
 * Reading and writing a data segment with timestamps and a DSS mapping (RFC 6824, section 3.3), and
 * the checksum of its payload.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SegmentBenchmark {
  private static final int ALL_BUT_FIN = 0x0F;
  private static final int LARGEST_PACKET = 1 << 16;

  /** Payload bytes: a full segment of an access link, and a super-segment. */
  @Param({"1400", "60000"})
  int payloadBytes;

  private final ByteBuffer target = ByteBuffer.allocateDirect(LARGEST_PACKET);
  private final ByteBuffer payload = ByteBuffer.allocateDirect(LARGEST_PACKET);
  private final SegmentView view = new SegmentView();
  private final PacketWriter writer =
      new PacketWriter()
          .from(IpAddress.v4(0x0A000102), 40_000)
          .to(IpAddress.v4(0x0A000101), 80)
          .flags(TcpFlags.ACK);

  private PacketBuffer verified;
  private PacketBuffer trusted;
  private int sequence;

  /** Fills the payload and writes the segment that is parsed. */
  @Setup
  public void prepare() {
    for (int i = 0; i < payloadBytes; i++) {
      payload.put(i, (byte) (31 * i));
    }
    ByteBuffer packet = ByteBuffer.allocateDirect(LARGEST_PACKET);
    writeHeaders(packet, Checksums.add(0, payload, 0, payloadBytes));
    packet.put(payload.duplicate().position(0).limit(payloadBytes)).flip();
    verified = PacketBuffer.wrap(packet);
    trusted = PacketBuffer.wrap(packet.duplicate()).checksum(PacketBuffer.Checksum.TRUSTED);
    if (view.parse(verified) != ParseResult.TCP || !view.options().dss().hasMapping()) {
      throw new IllegalStateException("the segment is no good");
    }
  }

  /** Headers, options and the checksum over all of it. */
  @Benchmark
  public ParseResult parse() {
    return view.parse(verified);
  }

  /** The same where the device has verified the checksum. */
  @Benchmark
  public ParseResult parseTrusted() {
    return view.parse(trusted);
  }

  /** Headers and options of a segment whose payload sum is known. */
  @Benchmark
  public ByteBuffer write() {
    writeHeaders(target.clear(), 0x1234);
    return target;
  }

  /** One's complement sum of the payload. */
  @Benchmark
  public long checksum() {
    return Checksums.add(0, payload, 0, payloadBytes);
  }

  private void writeHeaders(ByteBuffer packet, long payloadSum) {
    sequence += payloadBytes;
    writer.sequence(sequence).begin(packet);
    OptionWriter.timestamps(packet, sequence, sequence);
    MptcpOptionWriter.dss(packet, ALL_BUT_FIN, sequence, sequence, sequence, payloadBytes, 0x5678);
    writer.end(packet, payloadBytes, payloadSum);
  }
}
