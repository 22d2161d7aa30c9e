package org.mptcp4j.benchmarks;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.mptcp4j.impl.wire.Checksums;
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
 * The Internet checksum (RFC 1071) of a header, of a full segment and of a super-segment: what the
 * sender, the receiver and a DSS checksum (RFC 8684, section 3.3) each cost once over.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public class ChecksumBenchmark {
  @Param({"20", "1460", "65495"})
  int bytes;

  private ByteBuffer data;

  /** Fills the payload. */
  @Setup
  public void prepare() {
    data = ByteBuffer.allocateDirect(bytes);
    for (int i = 0; i < bytes; i++) {
      data.put(i, (byte) (31 * i));
    }
  }

  /** One's complement sum, not folded. */
  @Benchmark
  public long sum() {
    return Checksums.add(0, data, 0, bytes);
  }
}
