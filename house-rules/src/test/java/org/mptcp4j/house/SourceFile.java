package org.mptcp4j.house;

import java.util.List;

/**
 * A text file.
 *
 * @param path from the root of the project, with slashes
 * @param text all of it
 */
record SourceFile(String path, String text) {
  String simpleName() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  String directory() {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  List<String> lines() {
    return text.lines().toList();
  }
}
