package org.mptcp4j.examples.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mptcp4j.examples.emulator.EmulatedDirection;
import org.mptcp4j.examples.pairs.Flow;
import org.mptcp4j.examples.pairs.Median;

class CellResultTest {
  private static final Cell CELL = Cell.parse("5M", "40ms", "0%", "0%", "0ms");

  private static List<FlowResult> run(double... megabits) {
    List<FlowResult> flows = new ArrayList<>();
    for (int i = 0; i < megabits.length; i++) {
      flows.add(
          new FlowResult(
              Flow.PAIRS.get(i),
              megabits[i] * 1e6,
              EndpointReport.received(0),
              new EmulatedDirection.Tally(0, 0, 0)));
    }
    return flows;
  }

  @Test
  void aRatioIsThatOfMedians() {
    CellResult result =
        new CellResult(CELL, List.of(run(4, 2, 4, 3), run(9, 4, 8, 1), run(1, 3, 5, 2)));
    assertThat(result.goodput(0)).isEqualTo(4e6);
    assertThat(result.ratio(1)).isEqualTo(0.75);
    assertThat(result.ratio(2)).isEqualTo(1.25);
    assertThat(result.belowBar(1)).isTrue();
    assertThat(result.belowBar(2)).isFalse();
  }

  @Test
  void aKernelThatGotNothingThroughIsNoBar() {
    CellResult result = new CellResult(CELL, List.of(run(0, 1, 1, 1)));
    assertThat(result.ratio(1)).isZero();
  }

  @Test
  void theTableMarksAndCountsWhatIsBelow() {
    StringWriter text = new StringWriter();
    Table table = new Table(new PrintWriter(text));
    table.row(new CellResult(CELL, List.of(run(4, 3.8, 3.79, 4))));
    table.foot();
    assertThat(text.toString().lines())
        .anyMatch(line -> line.matches("5 Mbit/s 40 ms 0 % .* 0\\.95 +0\\.95! +1\\.00 "))
        .anyMatch(line -> line.equals("1 of 3 ratios are below the bar (!)"));
  }

  @Test
  void anEvenNumberOfRunsHasItsMedianInTheMiddle() {
    assertThat(Median.of(List.of(4.0, 1.0, 2.0, 9.0))).isEqualTo(3);
    assertThat(Median.of(List.of(7.0))).isEqualTo(7);
  }

  @Test
  void jainsIndexIsOneForEqualSharesAndOneNthForASingleOne() {
    assertThat(Comparison.jain(5, 5, 5, 5)).isEqualTo(1);
    assertThat(Comparison.jain(7, 0, 0, 0)).isEqualTo(0.25);
    assertThat(Comparison.jain(1, 1, 3, 3)).isCloseTo(0.8, within(1e-9));
    assertThat(Comparison.jain(0, 0)).isZero();
  }
}
