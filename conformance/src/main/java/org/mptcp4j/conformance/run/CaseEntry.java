package org.mptcp4j.conformance.run;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import org.mptcp4j.conformance.dialogue.Case;
import org.mptcp4j.conformance.dialogue.Dialogue;
import org.mptcp4j.conformance.packet.Version;

/**
 * A case of the catalogue.
 *
 * @param id with its folder, and its variant where it has one
 * @param variant null where it has none
 */
public record CaseEntry(String id, String folder, Case facts, Method method, String variant) {
  /** Where the sentence stands. */
  public String source(Version version) {
    String section =
        version == Version.V0 && !facts.section0().isEmpty() ? facts.section0() : facts.section();
    int rfc =
        facts.rfc() != 0
            ? facts.rfc()
            : switch (version) {
              case TCP -> 9293;
              case V0 -> 6824;
              case V1 -> 8684;
            };
    return "RFC " + rfc + ", section " + section;
  }

  /** The versions for which it is run. */
  public List<Version> versions() {
    return folder.equals("tcp") ? List.of(Version.TCP) : List.of(facts.versions());
  }

  /** Runs it; what it throws comes out as it is. */
  void run(Dialogue dialogue) throws Throwable {
    try {
      if (variant == null) {
        method.invoke(null, dialogue);
      } else {
        method.invoke(null, dialogue, variant);
      }
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
