package org.mptcp4j.spi;

import java.util.ServiceLoader;
import java.util.TreeSet;
import java.util.function.Function;

/** Looks services up by name. */
final class Providers {
  private Providers() {}

  static <T> T named(Class<T> type, String name, Function<T, String> nameOf) {
    TreeSet<String> known = new TreeSet<>();
    for (T provider : ServiceLoader.load(type)) {
      if (nameOf.apply(provider).equals(name)) {
        return provider;
      }
      known.add(nameOf.apply(provider));
    }
    throw new IllegalArgumentException(
        "no " + type.getSimpleName() + " named '" + name + "'; there are " + known);
  }
}
