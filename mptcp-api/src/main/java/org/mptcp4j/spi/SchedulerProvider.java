package org.mptcp4j.spi;

/** Makes a {@link Scheduler} for each connection; found by name with {@code ServiceLoader}. */
public interface SchedulerProvider {
  /** Its name in configuration files, such as {@code lowest-rtt}. */
  String name();

  /** A scheduler for one connection. */
  Scheduler create();

  /** A provider given as an object. */
  static SchedulerProvider of(String name, java.util.function.Supplier<Scheduler> factory) {
    return new SchedulerProvider() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Scheduler create() {
        return factory.get();
      }
    };
  }

  /**
   * The provider of that name.
   *
   * @throws IllegalArgumentException where there is none; the message lists those that there are
   */
  static SchedulerProvider named(String name) {
    return Providers.named(SchedulerProvider.class, name, SchedulerProvider::name);
  }
}
