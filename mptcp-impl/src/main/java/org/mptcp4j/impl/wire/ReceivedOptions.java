package org.mptcp4j.impl.wire;

import java.nio.ByteBuffer;
import org.mptcp4j.impl.wire.option.AddAddrView;
import org.mptcp4j.impl.wire.option.DssView;
import org.mptcp4j.impl.wire.option.FastCloseView;
import org.mptcp4j.impl.wire.option.MpCapableView;
import org.mptcp4j.impl.wire.option.MpFailView;
import org.mptcp4j.impl.wire.option.MpJoinView;
import org.mptcp4j.impl.wire.option.MpPrioView;
import org.mptcp4j.impl.wire.option.OptionKind;
import org.mptcp4j.impl.wire.option.ReceivedMptcp;
import org.mptcp4j.impl.wire.option.RemoveAddrView;
import org.mptcp4j.impl.wire.option.TcpRstView;

/**
 * All options of one segment, reused for each segment and filled without allocation. RFC 9293,
 * section 3.2; RFC 7323; RFC 2018; RFC 5482.
 *
 * <p>An option that we know with a length that it can't have is ignored (of Multipath TCP: {@link
 * #mptcpMalformed}). Of an option that stands there twice the last counts, but for Multipath TCP's.
 */
public final class ReceivedOptions {
  /** "the shift count MUST be limited to 14", RFC 7323, section 2.3. */
  public static final int MAX_WINDOW_SCALE = 14;

  private static final int MAX_SACK_BLOCKS = 4;

  private final ReceivedMptcp mptcp = new ReceivedMptcp();
  private final int[] sackEdges = new int[2 * MAX_SACK_BLOCKS];
  private int sackBlockCount;
  private boolean hasMss;
  private int mss;
  private boolean hasWindowScale;
  private int windowScale;
  private boolean sackPermitted;
  private boolean hasTimestamps;
  private int tsValue;
  private int tsEchoReply;
  private int userTimeoutSeconds;

  void clear() {
    sackBlockCount = 0;
    hasMss = false;
    hasWindowScale = false;
    sackPermitted = false;
    hasTimestamps = false;
    userTimeoutSeconds = 0;
    mptcp.clear();
  }

  /**
   * Reads the options from {@code at} to {@code end}.
   *
   * @return false where an option's length is 0 or 1 or goes beyond the end
   */
  boolean read(ByteBuffer buf, int at, int end) {
    clear();
    int i = at;
    while (i < end) {
      int kind = buf.get(i) & 0xFF;
      if (kind == OptionKind.END) {
        return true;
      }
      if (kind == OptionKind.NOP) {
        i++;
        continue;
      }
      // "MUST be prepared to handle an illegal option length (e.g., zero)", RFC 9293, MUST-7
      int length = i + 1 < end ? buf.get(i + 1) & 0xFF : 0;
      if (length < 2 || length > end - i) {
        return false;
      }
      readOption(buf, kind, i, length);
      i += length;
    }
    return true;
  }

  private void readOption(ByteBuffer buf, int kind, int at, int length) {
    switch (kind) {
      case OptionKind.MSS -> readMss(buf, at, length);
      case OptionKind.WINDOW_SCALE -> readWindowScale(buf, at, length);
      case OptionKind.SACK_PERMITTED -> sackPermitted |= length == 2;
      case OptionKind.SACK -> readSack(buf, at, length);
      case OptionKind.TIMESTAMPS -> readTimestamps(buf, at, length);
      case OptionKind.USER_TIMEOUT -> readUserTimeout(buf, at, length);
      case OptionKind.MPTCP -> mptcp.read(buf, at, length);
      default -> {
        // "MUST ignore without error any TCP Option it does not implement", RFC 9293, MUST-6
      }
    }
  }

  private void readMss(ByteBuffer buf, int at, int length) {
    if (length == 4) {
      hasMss = true;
      mss = buf.getShort(at + 2) & 0xFFFF;
    }
  }

  private void readWindowScale(ByteBuffer buf, int at, int length) {
    if (length == 3) {
      hasWindowScale = true;
      // "If a Window Scale option is received with a shift.cnt value larger than 14, the TCP SHOULD
      // log the error but MUST use 14 instead", RFC 7323, section 2.3
      windowScale = Math.min(buf.get(at + 2) & 0xFF, MAX_WINDOW_SCALE);
    }
  }

  private void readSack(ByteBuffer buf, int at, int length) {
    int blocks = (length - 2) / 8;
    if (blocks >= 1 && blocks <= MAX_SACK_BLOCKS && length == 2 + 8 * blocks) {
      sackBlockCount = blocks;
      for (int i = 0; i < 2 * blocks; i++) {
        sackEdges[i] = buf.getInt(at + 2 + 4 * i);
      }
    }
  }

  private void readTimestamps(ByteBuffer buf, int at, int length) {
    if (length == 10) {
      hasTimestamps = true;
      tsValue = buf.getInt(at + 2);
      tsEchoReply = buf.getInt(at + 6);
    }
  }

  private void readUserTimeout(ByteBuffer buf, int at, int length) {
    if (length == 4) {
      int field = buf.getShort(at + 2) & 0xFFFF;
      userTimeoutSeconds = (field & 0x7FFF) * (field > 0x7FFF ? 60 : 1);
    }
  }

  public boolean hasMss() {
    return hasMss;
  }

  /** Bytes, 0 to 65,535, as the peer sent it. */
  public int mss() {
    return mss;
  }

  public boolean hasWindowScale() {
    return hasWindowScale;
  }

  /** 0 to {@link #MAX_WINDOW_SCALE}. */
  public int windowScale() {
    return windowScale;
  }

  public boolean sackPermitted() {
    return sackPermitted;
  }

  public boolean hasTimestamps() {
    return hasTimestamps;
  }

  /** TSval. */
  public int tsValue() {
    return tsValue;
  }

  /** TSecr. */
  public int tsEchoReply() {
    return tsEchoReply;
  }

  /**
   * The peer's user time-out (RFC 5482); 0 where there is none, or the reserved value, which
   * implementations "MUST ignore upon reception".
   */
  public int userTimeoutSeconds() {
    return userTimeoutSeconds;
  }

  /** 0 to 4. */
  public int sackBlockCount() {
    return sackBlockCount;
  }

  /** The first sequence number of block {@code index}, which is below {@link #sackBlockCount}. */
  public int sackLeft(int index) {
    return sackEdges[2 * index];
  }

  /** The sequence number behind block {@code index}. */
  public int sackRight(int index) {
    return sackEdges[2 * index + 1];
  }

  /** Whether there is any option of Multipath TCP, malformed and unknown ones included. */
  public boolean hasMptcp() {
    return mptcp.present();
  }

  /** Whether an option of Multipath TCP was ignored for its length, or for standing there twice. */
  public boolean mptcpMalformed() {
    return mptcp.malformed();
  }

  public MpCapableView mpCapable() {
    return mptcp.mpCapable();
  }

  public MpJoinView mpJoin() {
    return mptcp.mpJoin();
  }

  public DssView dss() {
    return mptcp.dss();
  }

  /** How many ADD_ADDR, 0 to 4. */
  public int addAddrCount() {
    return mptcp.addAddrCount();
  }

  /** The ADD_ADDR at {@code index}, below {@link #addAddrCount}. */
  public AddAddrView addAddr(int index) {
    return mptcp.addAddr(index);
  }

  public RemoveAddrView removeAddr() {
    return mptcp.removeAddr();
  }

  public MpPrioView mpPrio() {
    return mptcp.mpPrio();
  }

  public MpFailView mpFail() {
    return mptcp.mpFail();
  }

  public FastCloseView fastClose() {
    return mptcp.fastClose();
  }

  public TcpRstView tcpRst() {
    return mptcp.tcpRst();
  }
}
