package org.mptcp4j.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The committed baseline can be read and has what the bars speak of. */
class BaselineTest {
  @Test
  void isThere() throws IOException {
    Baseline baseline = Baseline.parse(Files.readString(Path.of("baseline.json")));
    assertThat(baseline.get("CodecBenchmark.parse option=DSS")).isNotNull();
    assertThat(baseline.get("DemultiplexerBenchmark.find entries=1000000")).isNotNull();
    assertThat(baseline.get("HandshakeBenchmark.connection version=V1").ratio()).isPositive();
  }
}
