package org.mptcp4j.test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** A test whose need is missing is skipped; one whose need is met runs. */
class NeedsTest {
  private static final String NO_SUCH_COMMAND = "no-such-command-of-mptcp4j";

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @Test
  void skipsWhatIsMissing() {
    Events tests = run(Demanding.class);
    assertThat(tests.skipped().count()).isEqualTo(1);
    assertThat(tests.started().count()).isEqualTo(1);
    assertThat(printed.toString(UTF_8))
        .hasLineCount(1)
        .startsWith("SKIPPED Demanding.neverRuns: no " + NO_SUCH_COMMAND + " on the PATH");
  }

  @Test
  void skipsAWholeClass() {
    Events tests = run(WholeClass.class);
    assertThat(tests.started().count()).isZero();
  }

  private Events run(Class<?> type) {
    PrintStream before = System.out;
    System.setOut(new PrintStream(printed, true, UTF_8));
    try {
      return EngineTestKit.engine("junit-jupiter")
          .selectors(selectClass(type))
          .execute()
          .testEvents();
    } finally {
      System.setOut(before);
    }
  }

  /** Run by the kit only: its name does not end as that of a test. */
  static class Demanding {
    @Test
    @Needs(commands = NO_SUCH_COMMAND)
    void neverRuns() {
      throw new AssertionError("ran");
    }

    @Test
    @Needs(commands = "sh")
    void runs() {}
  }

  /** Run by the kit only. */
  @Needs(commands = NO_SUCH_COMMAND)
  static class WholeClass {
    @Test
    void neverRuns() {
      throw new AssertionError("ran");
    }
  }
}
