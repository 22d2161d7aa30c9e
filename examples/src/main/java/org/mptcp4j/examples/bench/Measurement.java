package org.mptcp4j.examples.bench;

/** What is measured, and what H does meanwhile. */
enum Measurement {
  UP("up", "one stream, H to S", Kind.STREAMS, "up", 1),
  DOWN("down", "one stream, S to H", Kind.STREAMS, "down", 1),
  UP4("up4", "four streams, H to S", Kind.STREAMS, "up", 4),
  DOWN4("down4", "four streams, S to H", Kind.STREAMS, "down", 4),
  SHORT("short", "short connections", Kind.SHORT, "short", 0),
  ENDPOINT_IN("endpoint-in", "TCP, into it", Kind.ENDPOINT, "up", 1),
  ENDPOINT_OUT("endpoint-out", "TCP, out of it", Kind.ENDPOINT, "down", 1),
  ENDPOINT_MPTCP_IN("endpoint-mptcp-in", "MPTCP, into it", Kind.ENDPOINT, "up", 1),
  ENDPOINT_MPTCP_OUT("endpoint-mptcp-out", "MPTCP, out of it", Kind.ENDPOINT, "down", 1),
  CONNECTIONS("connections", "segments relayed", Kind.CROWD, "ask", 0);

  /** Of what kind it is: who takes part, and what is counted. */
  enum Kind {
    /** Bytes that go through a pair of gateways. */
    STREAMS,
    /** Connections through a pair of gateways, one after the other. */
    SHORT,
    /** Bytes into an endpoint or out of it. */
    ENDPOINT,
    /** Messages of a few connections among many, through our gateways. */
    CROWD
  }

  private final String option;
  private final String title;
  private final Kind kind;
  private final String role;
  private final int streams;

  Measurement(String option, String title, Kind kind, String role, int streams) {
    this.option = option;
    this.title = title;
    this.kind = kind;
    this.role = role;
    this.streams = streams;
  }

  Kind kind() {
    return kind;
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

  /** Whether H speaks Multipath TCP itself. */
  boolean multipath() {
    return this == ENDPOINT_MPTCP_IN || this == ENDPOINT_MPTCP_OUT;
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
