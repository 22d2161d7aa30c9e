package org.mptcp4j.house;

/**
 * A method or constructor with a body.
 *
 * @param file path of its file
 * @param name as declared
 * @param line where it begins, 1 for the first
 * @param lines from its first annotation or modifier to its closing brace, both counted
 */
record Method(String file, String name, long line, int lines) {
  @Override
  public String toString() {
    return file + ":" + line + " " + name + " has " + lines + " lines";
  }
}
