package org.mptcp4j.house.rfc;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.properties.CanBeAnnotated;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.platform.commons.annotation.Testable;
import org.mptcp4j.test.Covers;

/** The tests that carry {@link Covers}, found in the compiled test classes of the modules. */
final class CoveringTests {
  /** Built after, or beside, the module that this test belongs to. */
  private static final Set<String> UNSEEN = Set.of("house-rules", "benchmarks");

  private final SortedMap<String, List<CoveringTest>> byRequirement = new TreeMap<>();
  private final List<String> misplaced = new ArrayList<>();

  /**
   * A test that shows a requirement.
   *
   * @param name {@code Class#method}, or {@code Class} where all of its tests show it together
   * @param source of the class, from the root of the project
   */
  record CoveringTest(String name, String source) {}

  /** Reads the test classes of all modules of a project. */
  static CoveringTests of(Path root) {
    CoveringTests tests = new CoveringTests();
    try (Stream<Path> modules = Files.list(root)) {
      modules.filter(CoveringTests::isSeen).sorted().forEach(module -> tests.read(root, module));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    tests.byRequirement.values().forEach(all -> all.sort(Comparator.comparing(CoveringTest::name)));
    return tests;
  }

  private static boolean isSeen(Path module) {
    return Files.exists(module.resolve("pom.xml"))
        && Files.isDirectory(module.resolve("src/test/java"))
        && !UNSEEN.contains(module.getFileName().toString());
  }

  private void read(Path root, Path module) {
    Path classes = module.resolve("target/test-classes");
    if (!Files.isDirectory(classes)) {
      throw new IllegalStateException("not compiled: " + classes);
    }
    Path sources = module.resolve("src/test/java");
    add(
        new ClassFileImporter().importPath(classes),
        type -> {
          Path source = sources.resolve(outermost(type).replace('.', '/') + ".java");
          // a class whose source is gone was left behind by an earlier build
          return Files.exists(source) ? root.relativize(source).toString() : null;
        });
  }

  /** Where the source of a class is. */
  interface Sources {
    /** The path from the project's root, or null where there is none. */
    String of(JavaClass type);
  }

  void add(JavaClasses classes, Sources sources) {
    for (JavaClass type : classes) {
      String source = sources.of(type);
      if (source != null) {
        add(type, source);
      }
    }
  }

  private void add(JavaClass type, String source) {
    String simple = type.getName().substring(type.getPackageName().length() + 1).replace('$', '.');
    boolean hasTests = false;
    for (JavaMethod method : type.getMethods()) {
      boolean test = isTest(method);
      hasTests |= test;
      note(method, test, new CoveringTest(simple + "#" + method.getName(), source));
    }
    note(type, hasTests, new CoveringTest(simple, source));
  }

  private void note(CanBeAnnotated place, boolean test, CoveringTest covering) {
    if (!place.isAnnotatedWith(Covers.class)) {
      return;
    }
    if (!test) {
      misplaced.add(covering.name() + " is no test");
      return;
    }
    for (String id : ids(place)) {
      byRequirement.computeIfAbsent(id, unused -> new ArrayList<>()).add(covering);
    }
  }

  private static String[] ids(CanBeAnnotated place) {
    return place instanceof JavaClass type
        ? type.getAnnotationOfType(Covers.class).value()
        : ((JavaMethod) place).getAnnotationOfType(Covers.class).value();
  }

  /** JUnit marks all its kinds of tests so, and a kind of our own inherits it. */
  private static boolean isTest(JavaMethod method) {
    return method.isMetaAnnotatedWith(Testable.class);
  }

  private static String outermost(JavaClass type) {
    int inner = type.getName().indexOf('$');
    return inner < 0 ? type.getName() : type.getName().substring(0, inner);
  }

  /** The tests of each requirement that has any, by id. */
  Map<String, List<CoveringTest>> byRequirement() {
    return byRequirement;
  }

  List<CoveringTest> of(Requirement row) {
    return byRequirement.getOrDefault(row.id(), List.of());
  }

  /** Annotations that stand where there is no test. */
  List<String> misplaced() {
    return misplaced;
  }
}
