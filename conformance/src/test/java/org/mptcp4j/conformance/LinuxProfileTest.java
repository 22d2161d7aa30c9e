package org.mptcp4j.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mptcp4j.conformance.run.CaseEntry;
import org.mptcp4j.conformance.run.Catalogue;
import org.mptcp4j.conformance.run.Profile;
import org.mptcp4j.conformance.run.ProfileReader;

/** What is expected to fail with Linux: each failure with the RFC's sentence, and to be seen. */
class LinuxProfileTest {
  private static final Path CAPTURES = Path.of("..", "docs", "linux-6.18");
  private static final String SUFFIX = ".pcapng";

  private final Profile profile;

  LinuxProfileTest() throws IOException {
    profile = ProfileReader.read("linux-6.18");
  }

  @Test
  void eachFailureQuotesAnRfc() {
    assertThat(profile.failures())
        .allSatisfy(f -> assertThat(f.reason()).containsPattern("RFC \\d+.*\".+\""));
  }

  @Test
  void eachExpectationIsOfACase() {
    assertThat(profile.failures()).allSatisfy(f -> assertThat(cases(f)).isNotEmpty());
  }

  @Test
  void eachFailureHasACapture() throws IOException {
    Set<String> expected = new TreeSet<>();
    for (Profile.Expected failure : profile.failures()) {
      cases(failure).forEach(id -> expected.add(id.replace('/', '.') + SUFFIX));
    }
    try (Stream<Path> files = Files.list(CAPTURES)) {
      Set<String> captures =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(SUFFIX))
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(captures).isEqualTo(expected);
    }
  }

  private static List<String> cases(Profile.Expected failure) {
    var matcher = FileSystems.getDefault().getPathMatcher("glob:" + failure.glob());
    return Catalogue.all().stream()
        .map(CaseEntry::id)
        .filter(id -> matcher.matches(Path.of(id)))
        .toList();
  }
}
