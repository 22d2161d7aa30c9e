package org.mptcp4j.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Sizes, names and left-overs. */
class SourceRulesTest {
  private static final SourceTree TREE = SourceTree.ofProject();
  private static final JavaSyntax SYNTAX = new JavaSyntax(TREE.production());

  @Test
  void seesTheProject() {
    assertThat(TREE.production())
        .extracting(SourceFile::path)
        .contains("mptcp-api/src/main/java/org/mptcp4j/MptcpStack.java");
    assertThat(TREE.text()).extracting(SourceFile::path).contains("README.md", ".ci/run");
    assertThat(SYNTAX.methods()).hasSizeGreaterThan(100);
  }

  @Test
  void filesAreShort() {
    List<Integer> lengths = TREE.production().stream().map(f -> f.lines().size()).toList();
    System.out.printf(
        "files: %d, median %d lines, longest %d%n",
        lengths.size(), SourceRules.percentile(lengths, 50), SourceRules.percentile(lengths, 100));
    assertThat(SourceRules.longFiles(TREE.production())).isEmpty();
  }

  @Test
  void methodsAreShort() {
    List<Integer> lengths = SYNTAX.methods().stream().map(Method::lines).toList();
    int usual = SourceRules.percentile(lengths, 95);
    System.out.printf(
        "methods: %d, 95 %% have at most %d lines, longest %d%n",
        lengths.size(), usual, SourceRules.percentile(lengths, 100));
    assertThat(SourceRules.longMethods(SYNTAX.methods())).isEmpty();
    assertThat(usual).isLessThanOrEqualTo(SourceRules.LONGEST_METHOD_OF_95_PERCENT);
  }

  @Test
  void packagesAreSmallAndDescribed() {
    assertThat(SourceRules.largePackages(TREE.production())).isEmpty();
    assertThat(SourceRules.packagesWithoutDescription(TREE.production())).isEmpty();
  }

  @Test
  void everyTypeSaysWhatItIs() {
    assertThat(SYNTAX.undocumented()).isEmpty();
  }

  @Test
  void namesSaySomething() {
    assertThat(SourceRules.vagueNames(TREE.java())).isEmpty();
  }

  @Test
  void nothingIsLeftOver() {
    assertThat(SourceRules.leftOvers(TREE.java())).isEmpty();
  }

  @Test
  void noPathOfAMachine() {
    assertThat(SourceRules.machinePaths(TREE.text())).isEmpty();
  }

  @Test
  void theEngineTakesNoLock() {
    List<SourceFile> engine =
        TREE.production().stream()
            .filter(f -> f.path().contains("/org/mptcp4j/impl/"))
            .filter(f -> Rooms.isSansIo(packageOf(f)))
            .toList();
    assertThat(engine).isNotEmpty();
    assertThat(new JavaSyntax(engine).locks()).isEmpty();
  }

  private static String packageOf(SourceFile file) {
    String directory = file.directory();
    return directory.substring(directory.indexOf("org/mptcp4j")).replace('/', '.');
  }

  /** Each rule bites. */
  @Nested
  class Bites {
    private SourceFile bad(String name, String text) {
      return new SourceFile("m/src/main/java/p/" + name, text);
    }

    @Test
    void onALongFile() {
      assertThat(SourceRules.longFiles(List.of(bad("A.java", "\n".repeat(500))))).isEmpty();
      assertThat(SourceRules.longFiles(List.of(bad("A.java", "\n".repeat(501))))).hasSize(1);
    }

    @Test
    void onALongMethod() {
      String body = "    int x = 0;\n".repeat(57);
      String fits = "class A {\n  @Deprecated\n  void f() {\n" + body + "  }\n}\n";
      assertThat(new JavaSyntax(List.of(bad("A.java", fits))).methods())
          .containsExactly(new Method("m/src/main/java/p/A.java", "f", 2, 60));
      String tooLong = fits.replace("  }\n", "    x++;\n  }\n");
      assertThat(SourceRules.longMethods(new JavaSyntax(List.of(bad("A.java", tooLong))).methods()))
          .containsExactly("m/src/main/java/p/A.java:2 f has 61 lines");
    }

    @Test
    void onManyLongishMethods() {
      assertThat(SourceRules.percentile(List.of(1, 2, 3, 26), 95)).isEqualTo(26);
      assertThat(SourceRules.percentile(List.of(3, 1, 2), 50)).isEqualTo(2);
    }

    @Test
    void onALargePackage() {
      List<SourceFile> files =
          java.util.stream.IntStream.range(0, 21)
              .mapToObj(i -> bad("A" + i + ".java", ""))
              .toList();
      assertThat(SourceRules.largePackages(files.subList(0, 20))).isEmpty();
      assertThat(SourceRules.largePackages(files)).hasSize(1);
      assertThat(SourceRules.packagesWithoutDescription(files))
          .containsExactly("m/src/main/java/p");
    }

    @Test
    void onATypeWithoutJavadoc() {
      assertThat(new JavaSyntax(List.of(bad("A.java", "class A {}"))).undocumented()).hasSize(1);
      assertThat(new JavaSyntax(List.of(bad("A.java", "/** A. */ class A {}"))).undocumented())
          .isEmpty();
    }

    @Test
    void onAVagueName() {
      for (String name : List.of("TokenManager", "ByteUtils", "JoinHelper", "StackImpl")) {
        assertThat(SourceRules.vagueNames(List.of(bad(name + ".java", "")))).hasSize(1);
      }
      for (String name : List.of("HostPathManager", "PathManagerProvider", "Implicit")) {
        assertThat(SourceRules.vagueNames(List.of(bad(name + ".java", "")))).isEmpty();
      }
    }

    @Test
    void onLeftOvers() {
      for (String line : List.of("Thread" + ".sleep(1);", "@" + "Disabled", "// TO" + "DO: x")) {
        assertThat(SourceRules.leftOvers(List.of(bad("A.java", line)))).hasSize(1);
      }
    }

    @Test
    void onAPathOfAMachine() {
      assertThat(SourceRules.machinePaths(List.of(bad("a.md", "see /ho" + "me/me/x")))).hasSize(1);
      assertThat(SourceRules.machinePaths(List.of(bad("a.md", "see doc/root/x")))).isEmpty();
    }

    @Test
    void onALock() {
      assertThat(
              new JavaSyntax(List.of(bad("A.java", "class A { synchronized void f() {} }")))
                  .locks())
          .hasSize(1);
      assertThat(
              new JavaSyntax(
                      List.of(bad("A.java", "class A { void f() { synchronized (this) {} } }")))
                  .locks())
          .hasSize(1);
    }
  }
}
