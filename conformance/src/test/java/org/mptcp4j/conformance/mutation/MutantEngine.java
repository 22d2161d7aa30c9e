package org.mptcp4j.conformance.mutation;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.conformance.run.Bench;
import org.mptcp4j.conformance.run.EngineBench;
import org.mptcp4j.engine.EngineProvider;
import org.mptcp4j.spi.CongestionControlProvider;
import org.mptcp4j.spi.SchedulerProvider;

/**
 * A copy of the engine with one fault: the file that has it is compiled anew, and all classes of
 * mptcp-impl are loaded a second time.
 */
final class MutantEngine extends ClassLoader {
  private static final String ROOM = "org.mptcp4j.impl.";
  private static final Path SOURCES =
      Path.of("..", "mptcp-impl", "src", "main", "java", "org", "mptcp4j", "impl");

  private final Path mutated;

  private MutantEngine(Path mutated) {
    super("mutant", EngineProvider.class.getClassLoader());
    this.mutated = mutated;
  }

  /**
   * Builds it.
   *
   * @param scratch an empty directory
   * @throws IOException where the place of the fault is not there exactly once, or does not compile
   */
  static Bench.Source build(Mutation mutation, Path scratch) throws IOException {
    Path copy = scratch.resolve("source").resolve(Path.of(mutation.file()).getFileName());
    Files.createDirectories(copy.getParent());
    Files.writeString(copy, mutate(mutation));
    Path classes = Files.createDirectories(scratch.resolve("classes"));
    compile(mutation, copy, classes);
    try {
      MutantEngine mutant = new MutantEngine(classes);
      ConnectionOptions options = ConnectionOptions.defaults();
      // what is else found by name, and would be the one without the fault
      return EngineBench.source(
          mutant.own(EngineProvider.class, EngineProvider.load()),
          options
              .withCongestionControl(
                  mutant.own(CongestionControlProvider.class, options.congestionControl()))
              .withScheduler(mutant.own(SchedulerProvider.class, options.scheduler())));
    } catch (ReflectiveOperationException e) {
      throw new IOException(mutation.name() + ": " + e, e);
    }
  }

  /** One of the same class, as this engine has it. */
  private <T> T own(Class<T> kind, T provider) throws ReflectiveOperationException {
    Class<?> type = loadClass(provider.getClass().getName());
    if (type.getClassLoader() != this) {
      throw new ClassNotFoundException(type.getName());
    }
    return kind.cast(type.getDeclaredConstructor().newInstance());
  }

  /**
   * The source file with the fault.
   *
   * @throws IOException where the place of the fault is not there exactly once
   */
  static String mutate(Mutation mutation) throws IOException {
    String source = Files.readString(SOURCES.resolve(mutation.file()));
    int first = source.indexOf(mutation.before());
    if (first < 0 || first != source.lastIndexOf(mutation.before())) {
      throw new IOException(
          mutation.name() + ": " + mutation.file() + " has it " + (first < 0 ? "not" : "twice"));
    }
    return source.replace(mutation.before(), mutation.after());
  }

  private static void compile(Mutation mutation, Path source, Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    String path =
        location(EngineProvider.load().getClass())
            + File.pathSeparator
            + location(EngineProvider.class);
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean good =
          compiler
              .getTask(
                  messages,
                  files,
                  null,
                  List.of("-cp", path, "-d", classes.toString(), "-proc:none", "-nowarn"),
                  null,
                  files.getJavaFileObjects(source))
              .call();
      if (!good) {
        throw new IOException(mutation.name() + " does not compile: " + messages);
      }
    }
  }

  private static String location(Class<?> type) throws IOException {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith(ROOM)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : define(name);
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    String file = name.replace('.', '/') + ".class";
    Path own = mutated.resolve(file);
    try (InputStream in =
        Files.exists(own) ? Files.newInputStream(own) : getParent().getResourceAsStream(file)) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = in.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
