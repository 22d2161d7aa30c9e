package org.mptcp4j.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the README and the documents show exists. */
class ReadmeTest {
  private static final Pattern SNIPPET =
      Pattern.compile("<!-- (\\S+\\.java) -->\\n```java\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|#)([^)#]+)[^)]*\\)");
  private static final int FIRST_CODE_BY_LINE = 25;

  private static final SourceTree TREE = SourceTree.ofProject();

  @Test
  void itsCodeIsCodeThatIsCompiled() {
    String readme = file("README.md").text();
    int snippets = checkSnippets(readme);
    assertThat(snippets).isPositive();
    assertThat(readme.split("```java", -1)).as("code without a source").hasSize(snippets + 1);
  }

  @Test
  void codeOfDocumentsThatNameASourceIsThere() {
    int snippets = 0;
    for (SourceFile document : documents()) {
      snippets += checkSnippets(document.text());
    }
    assertThat(snippets).isGreaterThan(checkSnippets(file("README.md").text()));
  }

  /** Returns how many there are. */
  private static int checkSnippets(String document) {
    List<MatchResult> snippets = SNIPPET.matcher(document).results().toList();
    for (MatchResult snippet : snippets) {
      assertThat(unindented(file(snippet.group(1)).text())).contains(unindented(snippet.group(2)));
    }
    return snippets.size();
  }

  @Test
  void itsFirstCodeComesEarly() {
    List<String> lines = file("README.md").lines();
    assertThat(lines.indexOf("```java") + 1).isBetween(1, FIRST_CODE_BY_LINE);
  }

  @Test
  void itsCommandIsThatOfContinuousIntegration() {
    assertThat(file("README.md").text()).contains("\nmvn -B verify ");
    assertThat(file(".ci/run").text()).contains(" mvn -B verify\n");
  }

  @Test
  void linksLeadSomewhere() {
    List<SourceFile> documents = documents();
    assertThat(documents).hasSizeGreaterThan(2);
    for (SourceFile document : documents) {
      for (MatchResult link : LINK.matcher(document.text()).results().toList()) {
        Path target = TREE.root().resolve(document.directory()).resolve(link.group(1));
        assertThat(Files.exists(target)).as(document.path() + " -> " + link.group(1)).isTrue();
      }
    }
  }

  private static List<SourceFile> documents() {
    return TREE.text().stream().filter(f -> f.path().endsWith(".md")).toList();
  }

  private static SourceFile file(String path) {
    return TREE.text().stream()
        .filter(f -> f.path().equals(path))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + path));
  }

  private static String unindented(String code) {
    return code.lines().map(String::strip).collect(Collectors.joining("\n")).strip();
  }
}
