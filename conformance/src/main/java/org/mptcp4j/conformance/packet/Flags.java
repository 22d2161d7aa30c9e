package org.mptcp4j.conformance.packet;

/** The control bits of a TCP header (RFC 9293, section 3.1). */
public final class Flags {
  public static final int FIN = 0x01;
  public static final int SYN = 0x02;
  public static final int RST = 0x04;
  public static final int PSH = 0x08;
  public static final int ACK = 0x10;
  public static final int URG = 0x20;
  public static final int ECE = 0x40;
  public static final int CWR = 0x80;

  private static final String[] NAMES = {"FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"};

  private Flags() {}

  /** Such as {@code SYN,ACK}. */
  public static String text(int flags) {
    StringBuilder text = new StringBuilder();
    for (int bit : new int[] {1, 0, 2, 3, 4, 5, 6, 7}) {
      if ((flags & 1 << bit) != 0) {
        text.append(text.isEmpty() ? "" : ",").append(NAMES[bit]);
      }
    }
    return text.isEmpty() ? "none" : text.toString();
  }
}
