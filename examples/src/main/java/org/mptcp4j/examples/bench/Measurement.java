package org.mptcp4j.examples.bench;

/** What H and S do while something is measured. */
enum Measurement {
  UP("up", "one stream, H to S", "up", 1),
  DOWN("down", "one stream, S to H", "down", 1),
  UP4("up4", "four streams, H to S", "up", 4),
  DOWN4("down4", "four streams, S to H", "down", 4),
  SHORT("short", "short connections", "short", 0);

  private final String option;
  private final String title;
  private final String role;
  private final int streams;

  Measurement(String option, String title, String role, int streams) {
    this.option = option;
    this.title = title;
    this.role = role;
    this.streams = streams;
  }

  /** What H's program is told to do. */
  String role() {
    return role;
  }

  /** How many connections there are at the same time; 0 for one after the other. */
  int streams() {
    return streams;
  }

  /** Whether the bytes are counted where S is. */
  boolean toServer() {
    return role.equals("up");
  }

  String title() {
    return title;
  }

  /** As an option has it. */
  @Override
  public String toString() {
    return option;
  }
}
