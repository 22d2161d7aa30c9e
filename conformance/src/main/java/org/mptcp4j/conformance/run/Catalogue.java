package org.mptcp4j.conformance.run;

import java.lang.reflect.Method;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.mptcp4j.conformance.cases.Cases;
import org.mptcp4j.conformance.dialogue.Case;
import org.mptcp4j.conformance.dialogue.Folder;
import org.mptcp4j.conformance.packet.Version;
import org.mptcp4j.conformance.peer.Role;

/** All cases, in the order of their folders and ids. */
public final class Catalogue {
  private static final List<CaseEntry> ALL = read();

  private Catalogue() {}

  private static List<CaseEntry> read() {
    List<CaseEntry> all = new ArrayList<>();
    for (Class<?> type : Cases.CLASSES) {
      String folder = type.getAnnotation(Folder.class).value();
      for (Method method : type.getDeclaredMethods()) {
        Case facts = method.getAnnotation(Case.class);
        if (facts != null) {
          add(all, folder, facts, method);
        }
      }
    }
    all.sort(Comparator.comparing(CaseEntry::id));
    return List.copyOf(all);
  }

  private static void add(List<CaseEntry> all, String folder, Case facts, Method method) {
    method.setAccessible(true);
    String id = folder + "/" + facts.id();
    if (facts.variants().length == 0) {
      all.add(new CaseEntry(id, folder, facts, method, null));
    }
    for (String variant : facts.variants()) {
      all.add(new CaseEntry(id + "/" + variant, folder, facts, method, variant));
    }
  }

  public static List<CaseEntry> all() {
    return ALL;
  }

  /**
   * The instances of all cases whose ids match.
   *
   * @param glob such as {@code mp_join/*}; {@code **} for all
   */
  public static List<Instance> select(
      String glob, List<Version> versions, List<Role> roles, List<Boolean> v6) {
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
    List<Instance> result = new ArrayList<>();
    for (CaseEntry entry : ALL) {
      if (matcher.matches(Path.of(entry.id()))) {
        expand(entry, versions, roles, v6, result);
      }
    }
    return result;
  }

  private static void expand(
      CaseEntry entry,
      List<Version> versions,
      List<Role> roles,
      List<Boolean> v6,
      List<Instance> result) {
    for (Version version : entry.versions()) {
      for (Role role : entry.facts().roles()) {
        for (boolean six : v6) {
          boolean fits = version == Version.TCP || versions.contains(version);
          if (fits && roles.contains(role)) {
            result.add(new Instance(entry, version, role, six));
          }
        }
      }
    }
  }

  /** The application, of those that a case can do with, that is asked for first. */
  static String apps(CaseEntry entry) {
    return Arrays.toString(entry.facts().apps());
  }
}
