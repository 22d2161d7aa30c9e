package org.mptcp4j.house;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;

/** Compiles small sources, so that a rule can be shown to bite. */
final class Snippets {
  private Snippets() {}

  /** The classes of {@code sources}; each begins with its package declaration. */
  static JavaClasses compile(Path directory, String... sources) {
    List<JavaSyntax.Unit> units =
        java.util.stream.IntStream.range(0, sources.length)
            .mapToObj(i -> unit(i, sources[i]))
            .toList();
    StringWriter errors = new StringWriter();
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    boolean compiled =
        ToolProvider.getSystemJavaCompiler()
            .getTask(
                errors, null, null, List.of("-proc:none", "-d", directory.toString()), null, units)
            .call();
    if (!compiled) {
      throw new IllegalArgumentException(errors.toString());
    }
    return new ClassFileImporter().importPath(directory);
  }

  private static JavaSyntax.Unit unit(int index, String source) {
    String type = source.replaceAll("(?s).*?(?:class|interface|record) (\\w+).*", "$1");
    return new JavaSyntax.Unit(new SourceFile("s" + index + "/" + type + ".java", source));
  }
}
