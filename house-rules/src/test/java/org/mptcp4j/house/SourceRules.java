package org.mptcp4j.house;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Rules that need no more than the text of the sources. Each returns what breaks it. */
final class SourceRules {
  static final int LONGEST_FILE = 500;
  static final int LONGEST_METHOD = 60;
  static final int LONGEST_METHOD_OF_95_PERCENT = 25;
  static final int LARGEST_PACKAGE = 20;

  // Written with brackets, so that these lines do not break the rule that they state.
  private static final Pattern LEFT_OVER =
      Pattern.compile(
          "Thread[.]sleep|[@]Disabled|Mock[i]to|\\bT[O]DO\\b|\\bFIX[M]E\\b|\\bX[X]X\\b"
              + "|not (yet )?[i]mplemented");
  private static final Pattern MACHINE_PATH =
      Pattern.compile("(?<![\\w.}])/(work|farm|home/\\w+|Users/\\w+|root|tmp/wt)[/-]");
  private static final Pattern VAGUE_NAME =
      Pattern.compile(
          "(?<!Path)Managers?(?![a-z])|Util(s|ity|ities)?(?![a-z])|Helpers?(?![a-z])"
              + "|Impls?(?![a-z])");

  private SourceRules() {}

  static List<String> longFiles(List<SourceFile> production) {
    List<String> broken = new ArrayList<>();
    for (SourceFile file : production) {
      int lines = file.lines().size();
      if (lines > LONGEST_FILE) {
        broken.add(file.path() + " has " + lines + " lines");
      }
    }
    return broken;
  }

  static List<String> longMethods(List<Method> methods) {
    List<String> broken = new ArrayList<>();
    for (Method method : methods) {
      if (method.lines() > LONGEST_METHOD) {
        broken.add(method.toString());
      }
    }
    return broken;
  }

  /** The length that {@code percent} of the methods do not exceed. */
  static int percentile(List<Integer> lengths, int percent) {
    if (lengths.isEmpty()) {
      return 0;
    }
    List<Integer> sorted = new ArrayList<>(lengths);
    Collections.sort(sorted);
    return sorted.get((sorted.size() * percent + 99) / 100 - 1);
  }

  static List<String> largePackages(List<SourceFile> production) {
    Map<String, Integer> sizes = new TreeMap<>();
    for (SourceFile file : production) {
      if (!file.simpleName().equals("package-info.java")) {
        sizes.merge(file.directory(), 1, Integer::sum);
      }
    }
    List<String> broken = new ArrayList<>();
    sizes.forEach(
        (directory, size) -> {
          if (size > LARGEST_PACKAGE) {
            broken.add(directory + " has " + size + " files");
          }
        });
    return broken;
  }

  static List<String> packagesWithoutDescription(List<SourceFile> production) {
    Map<String, Boolean> described = new TreeMap<>();
    for (SourceFile file : production) {
      if (!file.simpleName().equals("module-info.java")) {
        described.merge(
            file.directory(), file.simpleName().equals("package-info.java"), Boolean::logicalOr);
      }
    }
    described.values().removeIf(hasDescription -> hasDescription);
    return List.copyOf(described.keySet());
  }

  static List<String> vagueNames(List<SourceFile> java) {
    List<String> broken = new ArrayList<>();
    for (SourceFile file : java) {
      if (VAGUE_NAME.matcher(file.simpleName()).find()) {
        broken.add(file.path());
      }
    }
    return broken;
  }

  static List<String> leftOvers(List<SourceFile> java) {
    return linesWith(LEFT_OVER, java);
  }

  static List<String> machinePaths(List<SourceFile> text) {
    return linesWith(MACHINE_PATH, text);
  }

  private static List<String> linesWith(Pattern pattern, List<SourceFile> files) {
    List<String> broken = new ArrayList<>();
    for (SourceFile file : files) {
      int number = 0;
      for (String line : file.lines()) {
        number++;
        if (pattern.matcher(line).find()) {
          broken.add(file.path() + ":" + number + ": " + line.strip());
        }
      }
    }
    return broken;
  }
}
