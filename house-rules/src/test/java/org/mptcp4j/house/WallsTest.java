package org.mptcp4j.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The walls between modules and rooms. */
class WallsTest {
  private static final String API = "org.mptcp4j";
  private static final String ENGINE = "org.mptcp4j.engine";
  private static final String SPI = "org.mptcp4j.spi";
  private static final String TPROXY = "org.mptcp4j.tproxy";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.mptcp4j");

  @Test
  void seesAllModules() {
    assertThat(ExportedSignatures.modules())
        .extracting(ModuleDescriptor::name)
        .contains("org.mptcp4j", "org.mptcp4j.impl", "org.mptcp4j.gateway", "org.mptcp4j.tproxy");
    assertThat(CLASSES.contain("org.mptcp4j.MptcpStack")).isTrue();
    assertThat(CLASSES.contain("org.mptcp4j.impl.tcp.TcpConnection")).isTrue();
  }

  @Test
  void noPackageCycle() {
    WallRules.noPackageCycle().check(CLASSES);
  }

  @Test
  void arrowsPointDown() {
    WallRules.arrowsPointDown().check(CLASSES);
    for (String annex : Rooms.ANNEXES) {
      WallRules.annexesSeeTheApiOnly(annex).check(CLASSES);
    }
  }

  @Test
  void modulesKnowTheOnesBelow() {
    WallRules.noModuleLeadsToImpl().check(CLASSES);
    WallRules.moduleUsesOnly(API, ENGINE, SPI).check(CLASSES);
    WallRules.moduleUsesOnly(ENGINE, API, SPI).check(CLASSES);
    WallRules.moduleUsesOnly(SPI, API, ENGINE).check(CLASSES);
    WallRules.moduleUsesOnly("org.mptcp4j.impl..", API, ENGINE, SPI).check(CLASSES);
    WallRules.moduleUsesOnly("org.mptcp4j.sim..", API, ENGINE, SPI).check(CLASSES);
    WallRules.moduleUsesOnly(TPROXY, API, ENGINE, SPI).check(CLASSES);
    WallRules.moduleUsesOfUsOnly("org.mptcp4j.tproxy.linux..", TPROXY, API, ENGINE, SPI)
        .check(CLASSES);
    WallRules.moduleUsesOfUsOnly("org.mptcp4j.gateway..", TPROXY, API, ENGINE, SPI).check(CLASSES);
    WallRules.moduleUsesOfUsOnly(
            "org.mptcp4j.conformance..", "org.mptcp4j.sim..", TPROXY, API, ENGINE, SPI)
        .check(CLASSES);
    WallRules.moduleUsesOnly("org.mptcp4j.conformance.packet..").check(CLASSES);
  }

  @Test
  void theEngineIsSansIo() {
    WallRules.engineIsSansIo().check(CLASSES);
    WallRules.engineHasOneThread().check(CLASSES);
  }

  @Test
  void exportedSignaturesSpeakOfTheApiAndTheJdkOnly() {
    Set<String> exported = ExportedSignatures.exportedPackages();
    assertThat(exported).contains(API, ENGINE, SPI).noneMatch(p -> p.startsWith(Rooms.IMPL));
    assertThat(ExportedSignatures.leaks(CLASSES, exported)).isEmpty();
  }

  /** Each rule bites. */
  @Nested
  class Bites {
    @TempDir Path directory;

    private void assertBites(ArchRule rule, String... sources) {
      JavaClasses bad = Snippets.compile(directory, sources);
      assertThatThrownBy(() -> rule.check(bad)).isInstanceOf(AssertionError.class);
    }

    private void assertPasses(ArchRule rule, String... sources) {
      rule.check(Snippets.compile(directory, sources));
    }

    @Test
    void onAPackageCycle() {
      assertBites(
          WallRules.noPackageCycle(),
          "package org.mptcp4j.a; public class A { org.mptcp4j.b.B b; }",
          "package org.mptcp4j.b; public class B { org.mptcp4j.a.A a; }");
    }

    @Test
    void onACycleWithTheRootPackage() {
      assertBites(
          WallRules.noPackageCycle(),
          "package org.mptcp4j.b; public class A { org.mptcp4j.b.c.B b; }",
          "package org.mptcp4j.b.c; public class B { org.mptcp4j.b.A a; }");
    }

    @Test
    void onAnArrowUp() {
      assertBites(
          WallRules.arrowsPointDown(),
          "package org.mptcp4j.impl.tcp; class A { org.mptcp4j.impl.mptcp.B b; }",
          "package org.mptcp4j.impl.mptcp; public class B {}");
    }

    @Test
    void onAnArrowFromRecoveryToTcp() {
      assertBites(
          WallRules.arrowsPointDown(),
          "package org.mptcp4j.impl.tcp.recovery; class A { org.mptcp4j.impl.tcp.B b; }",
          "package org.mptcp4j.impl.tcp; public class B {}");
    }

    @Test
    void onAnUnknownRoom() {
      assertBites(WallRules.arrowsPointDown(), "package org.mptcp4j.impl.attic; class A {}");
    }

    @Test
    void onAnAnnexThatKnowsTheEngine() {
      String[] sources = {
        "package org.mptcp4j.impl.scheduler; class A { org.mptcp4j.impl.tcp.B b; }",
        "package org.mptcp4j.impl.tcp; public class B {}"
      };
      assertBites(WallRules.annexesSeeTheApiOnly("scheduler"), sources);
      assertBites(WallRules.arrowsPointDown(), sources);
    }

    @Test
    void onAnEngineThatKnowsAnAnnex() {
      assertBites(
          WallRules.arrowsPointDown(),
          "package org.mptcp4j.impl.mptcp; class A { org.mptcp4j.impl.path.B b; }",
          "package org.mptcp4j.impl.path; public class B {}");
    }

    @Test
    void onAWayToImpl() {
      assertBites(
          WallRules.noModuleLeadsToImpl(),
          "package org.mptcp4j.gateway; class A { org.mptcp4j.impl.tcp.B b; }",
          "package org.mptcp4j.impl.tcp; public class B {}");
    }

    @Test
    void onAModuleThatKnowsTooMuch() {
      String[] sources = {
        "package org.mptcp4j.sim; class A { org.mptcp4j.gateway.B b; }",
        "package org.mptcp4j.gateway; public class B {}"
      };
      assertBites(WallRules.moduleUsesOnly("org.mptcp4j.sim..", API), sources);
      assertBites(WallRules.moduleUsesOfUsOnly("org.mptcp4j.sim..", API), sources);
    }

    @Test
    void onALibraryInACoreModule() {
      String source =
          "package org.mptcp4j.sim; class A { com.tngtech.archunit.lang.ArchRule rule; }";
      assertBites(WallRules.moduleUsesOnly("org.mptcp4j.sim..", API), source);
      assertPasses(WallRules.moduleUsesOfUsOnly("org.mptcp4j.sim..", API), source);
    }

    @Test
    void onClocksRandomnessThreadsAndSockets() {
      for (String expression :
          List.of(
              "System.nanoTime()",
              "System.currentTimeMillis()",
              "java.time.Instant.now()",
              "Math.random()",
              "new java.util.Random()",
              "new java.util.SplittableRandom()",
              "new java.security.SecureRandom()",
              "java.util.concurrent.ThreadLocalRandom.current()",
              "Thread.currentThread()",
              "new java.net.Socket()",
              "java.nio.channels.SocketChannel.open()",
              "java.util.concurrent.Executors.newCachedThreadPool()")) {
        assertBites(
            WallRules.engineIsSansIo(),
            "package org.mptcp4j.impl.stack; class A { Object f() throws Exception { return "
                + expression
                + "; } }");
      }
    }

    @Test
    void onAThreadInChannelButNotOnAnInterruption() {
      String start = "package org.mptcp4j.impl.channel; class A { void f() { %s; } }";
      assertPasses(
          WallRules.engineIsSansIo(), start.formatted("Thread.currentThread().interrupt()"));
      assertBites(WallRules.engineIsSansIo(), start.formatted("new Thread().start()"));
    }

    @Test
    void notOnTheDriver() {
      assertPasses(
          WallRules.engineIsSansIo(),
          "package org.mptcp4j.impl.driver; class A { long f() { return System.nanoTime(); } }");
    }

    @Test
    void onALockInTheEngine() {
      assertBites(
          WallRules.engineHasOneThread(),
          "package org.mptcp4j.impl.stack; class A {"
              + " final java.util.concurrent.locks.Lock lock = null; }");
    }

    @Test
    void onALeakOfAnInnerTypeOrALibrary() {
      JavaClasses bad =
          Snippets.compile(
              directory,
              "package org.mptcp4j; public class A {"
                  + " protected java.util.List<org.mptcp4j.impl.B[]> f() { return null; }"
                  + " public void g(org.assertj.core.api.Assert<?, ?> a) {}"
                  + " void hidden(org.mptcp4j.impl.B b) {} }",
              "package org.mptcp4j.impl; public class B {}");
      assertThat(ExportedSignatures.leaks(bad, Set.of("org.mptcp4j")))
          .hasSize(2)
          .anyMatch(leak -> leak.contains("shows org.mptcp4j.impl.B"))
          .anyMatch(leak -> leak.contains("shows org.assertj"));
    }
  }
}
