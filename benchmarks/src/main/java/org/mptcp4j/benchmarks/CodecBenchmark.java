package org.mptcp4j.benchmarks;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.mptcp4j.engine.PacketBuffer;
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
 * Reading and writing the headers of a segment (RFC 9293, section 3.1) with one option or another.
 * The checksum of the payload is {@link ChecksumBenchmark}'s.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 150, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 100, timeUnit = TimeUnit.MILLISECONDS)
public class CodecBenchmark {
  private static final int MOST_HEADER_BYTES = 40 + 60;

  @Param OptionSample option;

  private final ByteBuffer target = ByteBuffer.allocateDirect(MOST_HEADER_BYTES);
  private final SegmentView view = new SegmentView();
  private final PacketWriter writer =
      new PacketWriter()
          .from(IpAddress.v4(0x0A000102), 40_000)
          .to(IpAddress.v4(0x0A000101), 80)
          .flags(TcpFlags.ACK);
  private PacketBuffer packet;
  private int sequence;

  /** Writes the segment that is read, and checks that it is read as it was written. */
  @Setup
  public void prepare() {
    packet =
        PacketBuffer.wrap(ByteBuffer.allocateDirect(MOST_HEADER_BYTES))
            .checksum(PacketBuffer.Checksum.TRUSTED);
    write(packet.bytes());
    packet.bytes().flip();
    if (view.parse(packet) != ParseResult.TCP || !option.isIn(view.options())) {
      throw new IllegalStateException("the segment does not have " + option);
    }
  }

  /** IP, TCP and all options; the device vouches for the checksum. */
  @Benchmark
  public ParseResult parse() {
    return view.parse(packet);
  }

  /** The option, both headers and their checksums. */
  @Benchmark
  public ByteBuffer write() {
    write(target.clear());
    return target;
  }

  private void write(ByteBuffer to) {
    writer.sequence(++sequence).begin(to);
    option.write(to, sequence);
    writer.end(to, 0, 0);
  }
}
