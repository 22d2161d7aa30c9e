package org.mptcp4j.examples.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mptcp4j.examples.pairs.Flow;

class CaseResultTest {
  private static List<Outcome> run(double... efficiencies) {
    List<Outcome> outcomes = new ArrayList<>();
    for (double efficiency : efficiencies) {
      Flow pair = Flow.PAIRS.get(outcomes.size());
      outcomes.add(new Outcome(pair, efficiency, 10 - efficiency, List.of()));
    }
    return outcomes;
  }

  private static final CaseResult RESULT =
      new CaseResult(
          Case.ALL.get(0),
          List.of(
              run(0.90, 0.80, 0.95, 0.97),
              run(0.99, 0.94, 0.96, 0.98),
              run(0.98, 0.99, 0.10, 0.96)));

  @Test
  void eachFigureIsTheMedianOfTheRuns() {
    assertThat(RESULT.efficiency(0)).isEqualTo(0.98);
    assertThat(RESULT.efficiency(1)).isEqualTo(0.94);
    assertThat(RESULT.seconds(1)).isEqualTo(10 - 0.94);
  }

  @Test
  void theBarIsReachedOrNot() {
    assertThat(RESULT.belowBar(1)).isTrue();
    assertThat(RESULT.belowBar(2)).isFalse();
    assertThat(RESULT.slowerThanKernel(3)).isTrue();
    assertThat(RESULT.slowerThanKernel(0)).isFalse();
  }

  @Test
  void theTableMarksWhatIsBelow() {
    StringWriter text = new StringWriter();
    Table table = new Table(new PrintWriter(text), 9_000_000 / 8);
    table.row(RESULT);
    table.foot();
    assertThat(text.toString().lines())
        .containsExactly(
            "10+10 Mbit/s, 0+0 ms, client sends    0.980   0.940!  0.950   0.970 "
                + "   9.02   9.06   9.05   9.03>  0.95",
            "1 of 3 figures are below 0.95 (!); ours>ours is slower than kernel>kernel (>) in 1");
  }
}
