package org.mptcp4j.spi;

import java.util.function.Supplier;

/** Makes a {@link PathManager} for each connection; found by name with {@code ServiceLoader}. */
public interface PathManagerProvider {
  /** Its name in configuration files, such as {@code host}. */
  String name();

  /** A path manager for one connection. */
  PathManager create();

  /** A provider given as an object. */
  static PathManagerProvider of(String name, Supplier<PathManager> factory) {
    return new PathManagerProvider() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public PathManager create() {
        return factory.get();
      }
    };
  }

  /**
   * The provider of that name.
   *
   * @throws IllegalArgumentException where there is none; the message lists those that there are
   */
  static PathManagerProvider named(String name) {
    return Providers.named(PathManagerProvider.class, name, PathManagerProvider::name);
  }
}
