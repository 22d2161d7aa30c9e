package org.mptcp4j;

import java.util.ArrayList;
import java.util.List;

/** The protocol that a connection offers or accepts. */
public enum MptcpVersion {
  /** Plain TCP. */
  OFF,
  /** Version 0, RFC 6824. */
  V0,
  /** Version 1, RFC 8684. */
  V1;

  /**
   * Reads versions in order of preference: {@code 1,0}, {@code 0}, {@code 1}, {@code 0,1}, or
   * {@code off} for none.
   *
   * @throws IllegalArgumentException with one line that says what is wrong
   */
  public static List<MptcpVersion> parse(String text) {
    List<MptcpVersion> versions = new ArrayList<>();
    if (text.equals("off")) {
      return versions;
    }
    for (String number : text.split(",", -1)) {
      MptcpVersion version = number.equals("0") ? V0 : number.equals("1") ? V1 : OFF;
      if (version == OFF || versions.contains(version)) {
        throw new IllegalArgumentException(
            "a version of MPTCP is 0, 1, 1,0 (in order of preference) or off, not " + text);
      }
      versions.add(version);
    }
    return versions;
  }
}
