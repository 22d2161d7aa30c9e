package org.mptcp4j.conformance.run;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.mptcp4j.conformance.peer.Trait;

/**
 * What is known of a peer.
 *
 * @param name shown in reports
 * @param traits what it does
 * @param failures that are expected of it, each with a reason
 */
public record Profile(String name, Set<Trait> traits, List<Expected> failures) {
  /**
   * A failure that is expected.
   *
   * @param glob of ids
   * @param conditions such as {@code v1 server}: words that all have to be the instance's; may be
   *     empty
   * @param reason with the RFC's sentence
   */
  public record Expected(String glob, String conditions, String reason) {
    boolean fits(Instance instance) {
      List<String> words = List.of(instance.conditions().split(" "));
      boolean all =
          conditions.isBlank() || words.containsAll(List.of(conditions.trim().split(" +")));
      return all
          && FileSystems.getDefault()
              .getPathMatcher("glob:" + glob)
              .matches(Path.of(instance.entry().id()));
    }
  }

  public Profile {
    traits = Set.copyOf(traits);
    failures = List.copyOf(failures);
  }

  /** Nothing is known, and nothing is expected to fail. */
  public static Profile unknown() {
    return new Profile("unknown", EnumSet.noneOf(Trait.class), List.of());
  }

  /** Why a failure of it is expected, or null. */
  String expects(Instance instance) {
    return failures.stream()
        .filter(f -> f.fits(instance))
        .map(Expected::reason)
        .findFirst()
        .orElse(null);
  }
}
