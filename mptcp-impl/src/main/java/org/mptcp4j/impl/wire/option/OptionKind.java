package org.mptcp4j.impl.wire.option;

/** TCP option kinds and MPTCP subtypes, as the IANA registries "TCP" and "MPTCP" have them. */
public final class OptionKind {
  public static final int END = 0;
  public static final int NOP = 1;
  public static final int MSS = 2;
  public static final int WINDOW_SCALE = 3;
  public static final int SACK_PERMITTED = 4;
  public static final int SACK = 5;
  public static final int TIMESTAMPS = 8;
  public static final int USER_TIMEOUT = 28;
  public static final int MPTCP = 30;

  /** Subtypes of {@link #MPTCP}, the upper four bits of the option's third octet. */
  public static final int MP_CAPABLE = 0x0;

  public static final int MP_JOIN = 0x1;
  public static final int DSS = 0x2;
  public static final int ADD_ADDR = 0x3;
  public static final int REMOVE_ADDR = 0x4;
  public static final int MP_PRIO = 0x5;
  public static final int MP_FAIL = 0x6;
  public static final int MP_FASTCLOSE = 0x7;

  /** Version 1 only. */
  public static final int MP_TCPRST = 0x8;

  private OptionKind() {}
}
