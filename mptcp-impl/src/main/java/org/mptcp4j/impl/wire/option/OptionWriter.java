package org.mptcp4j.impl.wire.option;

import java.nio.ByteBuffer;

/**
 * Writes TCP's own options at a buffer's position, each without padding: RFC 9293, section 3.2; RFC
 * 7323, sections 2.2 and 3.2; RFC 2018, sections 2 and 3; RFC 5482, section 3.3.
 */
public final class OptionWriter {
  public static final int MSS_LENGTH = 4;
  public static final int WINDOW_SCALE_LENGTH = 3;
  public static final int SACK_PERMITTED_LENGTH = 2;
  public static final int TIMESTAMPS_LENGTH = 10;
  public static final int USER_TIMEOUT_LENGTH = 4;

  /** The room for options in a TCP header. */
  public static final int MAX_OPTIONS_LENGTH = 40;

  /** The granularity bit of the user time-out. */
  private static final int MINUTES = 0x8000;

  private OptionWriter() {}

  /** Maximum segment size: the largest payload that the sender takes, 0 to 65,535 bytes. */
  public static void mss(ByteBuffer target, int mss) {
    header(target, OptionKind.MSS, MSS_LENGTH);
    target.putShort((short) mss);
  }

  /** Window scale: {@code shift} 0 to 14. */
  public static void windowScale(ByteBuffer target, int shift) {
    header(target, OptionKind.WINDOW_SCALE, WINDOW_SCALE_LENGTH);
    target.put((byte) shift);
  }

  public static void sackPermitted(ByteBuffer target) {
    header(target, OptionKind.SACK_PERMITTED, SACK_PERMITTED_LENGTH);
  }

  public static void timestamps(ByteBuffer target, int tsValue, int tsEchoReply) {
    header(target, OptionKind.TIMESTAMPS, TIMESTAMPS_LENGTH);
    target.putInt(tsValue).putInt(tsEchoReply);
  }

  /** User time-out: 1 to 1,966,020 seconds; whole minutes, rounded up, from 32,768 on. */
  public static void userTimeout(ByteBuffer target, int seconds) {
    header(target, OptionKind.USER_TIMEOUT, USER_TIMEOUT_LENGTH);
    target.putShort((short) (seconds <= 0x7FFF ? seconds : MINUTES | (seconds + 59) / 60));
  }

  /** The start of a SACK option; {@code blocks} calls of {@link #sackBlock} follow, 1 to 4. */
  public static void sackHeader(ByteBuffer target, int blocks) {
    header(target, OptionKind.SACK, sackLength(blocks));
  }

  /** Left edge and the number behind the right edge. */
  public static void sackBlock(ByteBuffer target, int left, int right) {
    target.putInt(left).putInt(right);
  }

  /** Octets of a SACK option with so many blocks. */
  public static int sackLength(int blocks) {
    return 2 + 8 * blocks;
  }

  /** How many SACK blocks fit {@code room} octets when padded to a multiple of 4: 0 to 4. */
  public static int sackBlocksIn(int room) {
    return Math.max(0, Math.min(4, (room - 4) / 8));
  }

  /** One octet of nothing. */
  public static void nop(ByteBuffer target) {
    target.put((byte) OptionKind.NOP);
  }

  /** Adds NOPs up to a multiple of 4 octets behind {@code start}: more options may follow. */
  public static void pad(ByteBuffer target, int start) {
    while ((target.position() - start & 3) != 0) {
      nop(target);
    }
  }

  /** {@code length} with the padding of {@link #pad}. */
  public static int padded(int length) {
    return length + 3 & ~3;
  }

  private static void header(ByteBuffer target, int kind, int length) {
    target.put((byte) kind).put((byte) length);
  }
}
