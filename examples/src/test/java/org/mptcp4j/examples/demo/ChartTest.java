package org.mptcp4j.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xml.sax.InputSource;

class ChartTest {
  @ParameterizedTest
  @CsvSource({"10, 2", "47.6, 10", "0.3, 0.1", "4.1, 1", "0, 1", "9000, 2000"})
  void stepsAreRound(double max, double step) {
    assertThat(Chart.niceStep(max)).isCloseTo(step, org.assertj.core.data.Offset.offset(1e-9));
  }

  @Test
  void theSvgIsWellFormed() throws Exception {
    String svg =
        new Chart(4.1, 47.6)
            .steppedArea("a<b", "dsl", new double[] {0, 1, 2}, new double[2], new double[] {1, 2})
            .line("line", "lte", new double[] {0, 1, 2}, new double[] {0, 1, 2})
            .level("level", 40)
            .svg("title & more", "seconds", "Mbit/s");
    var builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    var root = builder.parse(new InputSource(new StringReader(svg))).getDocumentElement();
    assertThat(root.getTextContent()).contains("title & more", "a<b", "seconds", "Mbit/s", "50");
    assertThat(root.getElementsByTagName("path").getLength()).isGreaterThanOrEqualTo(9);
  }
}
