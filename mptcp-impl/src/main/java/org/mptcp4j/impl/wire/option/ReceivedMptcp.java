package org.mptcp4j.impl.wire.option;

import java.nio.ByteBuffer;

/**
 * All options of Multipath TCP that one segment carries, reused for each segment. Unknown subtypes
 * are ignored.
 *
 * <p>Of an option that stands there twice the first counts; the second is {@link #malformed}.
 * ADD_ADDR may come {@link #MAX_ADD_ADDR} times.
 */
public final class ReceivedMptcp {
  /** What fits the 40 octets of TCP options. */
  public static final int MAX_ADD_ADDR = 4;

  private final MpCapableView mpCapable = new MpCapableView();
  private final MpJoinView mpJoin = new MpJoinView();
  private final DssView dss = new DssView();
  private final AddAddrView[] addAddr = new AddAddrView[MAX_ADD_ADDR];
  private final RemoveAddrView removeAddr = new RemoveAddrView();
  private final MpPrioView mpPrio = new MpPrioView();
  private final MpFailView mpFail = new MpFailView();
  private final FastCloseView fastClose = new FastCloseView();
  private final TcpRstView tcpRst = new TcpRstView();
  private int addAddrCount;
  private boolean present;
  private boolean malformed;

  public ReceivedMptcp() {
    for (int i = 0; i < MAX_ADD_ADDR; i++) {
      addAddr[i] = new AddAddrView();
    }
  }

  /** Forgets everything. */
  public void clear() {
    malformed = false;
    if (present) {
      present = false;
      addAddrCount = 0;
      mpCapable.clear();
      mpJoin.clear();
      dss.clear();
      removeAddr.clear();
      mpPrio.clear();
      mpFail.clear();
      fastClose.clear();
      tcpRst.clear();
    }
  }

  /**
   * Reads one option of kind {@link OptionKind#MPTCP}.
   *
   * @param at absolute index of its first octet
   * @param length its length octet, at least 2; so many bytes are there
   */
  public void read(ByteBuffer buf, int at, int length) {
    present = true;
    if (length < 3 || !readSubtype(buf, at, length)) {
      malformed = true;
    }
  }

  private boolean readSubtype(ByteBuffer buf, int at, int length) {
    return switch (buf.get(at + 2) >> 4 & 0x0F) {
      case OptionKind.MP_CAPABLE -> !mpCapable.present() && mpCapable.read(buf, at, length);
      case OptionKind.MP_JOIN -> !mpJoin.present() && mpJoin.read(buf, at, length);
      case OptionKind.DSS -> !dss.present() && dss.read(buf, at, length);
      case OptionKind.ADD_ADDR -> readAddAddr(buf, at, length);
      case OptionKind.REMOVE_ADDR -> !removeAddr.present() && removeAddr.read(buf, at, length);
      case OptionKind.MP_PRIO -> !mpPrio.present() && mpPrio.read(buf, at, length);
      case OptionKind.MP_FAIL -> !mpFail.present() && mpFail.read(buf, at, length);
      case OptionKind.MP_FASTCLOSE -> !fastClose.present() && fastClose.read(buf, at, length);
      case OptionKind.MP_TCPRST -> !tcpRst.present() && tcpRst.read(buf, at, length);
      default -> true;
    };
  }

  private boolean readAddAddr(ByteBuffer buf, int at, int length) {
    if (addAddrCount == MAX_ADD_ADDR || !addAddr[addAddrCount].read(buf, at, length)) {
      return false;
    }
    addAddrCount++;
    return true;
  }

  /**
   * Whether the segment carries any option of Multipath TCP, malformed and unknown ones included.
   */
  public boolean present() {
    return present;
  }

  /** Whether one of the options had an impossible length, or stood there twice; it is ignored. */
  public boolean malformed() {
    return malformed;
  }

  public MpCapableView mpCapable() {
    return mpCapable;
  }

  public MpJoinView mpJoin() {
    return mpJoin;
  }

  public DssView dss() {
    return dss;
  }

  /** How many ADD_ADDR: 0 to {@link #MAX_ADD_ADDR}. */
  public int addAddrCount() {
    return addAddrCount;
  }

  /** The ADD_ADDR at {@code index}, below {@link #addAddrCount}. */
  public AddAddrView addAddr(int index) {
    return addAddr[index];
  }

  public RemoveAddrView removeAddr() {
    return removeAddr;
  }

  public MpPrioView mpPrio() {
    return mpPrio;
  }

  public MpFailView mpFail() {
    return mpFail;
  }

  public FastCloseView fastClose() {
    return fastClose;
  }

  public TcpRstView tcpRst() {
    return tcpRst;
  }
}
