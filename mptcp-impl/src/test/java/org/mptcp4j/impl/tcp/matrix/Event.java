package org.mptcp4j.impl.tcp.matrix;

/** The events of RFC 9293, section 3.10; a segment that arrives is split by the check it meets. */
enum Event {
  OPEN_ACTIVE("3.10.1", "OPEN, active"),
  OPEN_PASSIVE("3.10.1", "OPEN, passive"),
  SEND("3.10.2", "SEND"),
  SEND_URGENT("3.10.2", "SEND, urgent"),
  RECEIVE("3.10.3", "RECEIVE"),
  CLOSE("3.10.4", "CLOSE"),
  CLOSE_BEHIND_DATA("3.10.4", "CLOSE behind a SEND"),
  ABORT("3.10.5", "ABORT"),
  STATUS("3.10.6", "STATUS"),

  TEXT_OLD("3.10.7.4, first", "text before the window"),
  TEXT_BEYOND("3.10.7.4, first", "text beyond the window"),
  TEXT_STRADDLING("3.10.7.4, first", "text that begins before RCV.NXT"),
  TEXT_EXCEEDING("3.10.7.4, first", "text that ends beyond the window"),
  EMPTY_OUTSIDE("3.10.7.4, first", "empty segment outside of the window"),
  TEXT_AT_ZERO_WINDOW("3.10.7.4, first", "text at a zero window"),
  ACK_AT_ZERO_WINDOW("3.10.7.4, first", "ACK at a zero window"),

  RST_EXACT("3.10.7.4, second", "RST at RCV.NXT"),
  RST_IN_WINDOW("3.10.7.4, second", "RST in window, not exact"),
  RST_OUTSIDE("3.10.7.4, second", "RST outside of the window"),
  RST_ACK_GOOD("3.10.7.4, second", "RST at RCV.NXT with an acceptable ACK"),
  RST_ACK_BAD("3.10.7.4, second", "RST at RCV.NXT with an unacceptable ACK"),

  SECURITY("3.10.7.4, third", "another security compartment"),

  SYN_IN_WINDOW("3.10.7.4, fourth", "SYN in window"),
  SYN_OUTSIDE("3.10.7.4, fourth", "SYN outside of the window"),
  SYN_REPEATED("3.10.7.4, fourth", "SYN with the IRS again"),
  SYN_ACK("3.10.7.4, fourth", "SYN,ACK in window"),
  SYN_ACK_REPEATED("3.10.7.4, fourth", "SYN,ACK with the IRS"),
  SYN_TEXT("3.10.7.4, fourth", "SYN with text"),

  ACK_ABSENT("3.10.7.4, fifth", "text without ACK"),
  ACK_DUPLICATE("3.10.7.4, fifth", "ACK of SND.UNA"),
  ACK_OLD("3.10.7.4, fifth", "ACK before SND.UNA"),
  ACK_TOO_OLD("3.10.7.4, fifth", "ACK before SND.UNA - MAX.SND.WND"),
  ACK_PARTIAL("3.10.7.4, fifth", "ACK of a part"),
  ACK_ALL("3.10.7.4, fifth", "ACK of SND.NXT"),
  ACK_BEYOND("3.10.7.4, fifth", "ACK beyond SND.NXT"),
  WINDOW_UPDATE("3.10.7.4, fifth", "window update"),
  WINDOW_OLD("3.10.7.4, fifth", "window in an old segment"),

  URGENT("3.10.7.4, sixth", "URG"),

  TEXT("3.10.7.4, seventh", "text at RCV.NXT"),
  TEXT_OUT_OF_ORDER("3.10.7.4, seventh", "text behind a gap"),

  FIN("3.10.7.4, eighth", "FIN at RCV.NXT"),
  FIN_OUT_OF_ORDER("3.10.7.4, eighth", "FIN behind a gap"),
  FIN_REPEATED("3.10.7.4, eighth", "FIN again"),
  FIN_ACKING_ALL("3.10.7.4, eighth", "FIN with ACK of SND.NXT"),

  USER_TIMEOUT("3.10.8", "USER TIMEOUT"),
  RETRANSMISSION_TIMEOUT("3.10.8", "RETRANSMISSION TIMEOUT"),
  TIME_WAIT_TIMEOUT("3.10.8", "TIME-WAIT TIMEOUT");

  private final String section;
  private final String label;

  Event(String section, String label) {
    this.section = section;
    this.label = label;
  }

  /** Where RFC 9293 speaks of it. */
  String section() {
    return section;
  }

  @Override
  public String toString() {
    return label;
  }
}
