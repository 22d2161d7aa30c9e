package org.mptcp4j.benchmarks;

import java.nio.ByteBuffer;
import org.mptcp4j.impl.wire.ReceivedOptions;
import org.mptcp4j.impl.wire.option.DssLayout;
import org.mptcp4j.impl.wire.option.MpCapableView;
import org.mptcp4j.impl.wire.option.MptcpOptionWriter;
import org.mptcp4j.impl.wire.option.OptionWriter;
import org.mptcp4j.impl.wire.option.TcpRstView;

/** What stands in a segment's options: each that the engine knows, as it usually comes. */
public enum OptionSample {
  NONE,
  /** All that a SYN of ours has of TCP. */
  SYN,
  TIMESTAMPS,
  /** Timestamps and three blocks, for which they leave room. */
  SACK,
  USER_TIMEOUT,
  MP_CAPABLE_SYN,
  MP_CAPABLE_ACK,
  MP_CAPABLE_DATA,
  MP_JOIN_SYN,
  MP_JOIN_SYN_ACK,
  MP_JOIN_ACK,
  /** What acknowledges data, beside timestamps. */
  DATA_ACK,
  /** What comes with data, beside timestamps. */
  DSS,
  /** The longest DSS, beside timestamps. */
  DSS_64_CHECKSUM,
  ADD_ADDR_V0,
  ADD_ADDR_V1,
  REMOVE_ADDR,
  MP_PRIO,
  MP_FAIL,
  MP_FASTCLOSE,
  MP_TCPRST;

  private static final int ADDRESS = 0x0A000101;
  private static final byte[] HMAC = new byte[32];

  /**
   * Writes it.
   *
   * @param n what its numbers are made from
   */
  void write(ByteBuffer b, int n) {
    switch (this) {
      case NONE -> {}
      case SYN -> syn(b, n);
      case TIMESTAMPS -> timestamps(b, n);
      case SACK -> sack(b, n);
      case USER_TIMEOUT -> OptionWriter.userTimeout(b, 120);
      case MP_CAPABLE_SYN -> MptcpOptionWriter.mpCapable(b, 1, MpCapableView.HMAC_SHA);
      case MP_CAPABLE_ACK -> MptcpOptionWriter.mpCapable(b, 1, MpCapableView.HMAC_SHA, n, -n);
      case MP_CAPABLE_DATA ->
          MptcpOptionWriter.mpCapableData(b, MpCapableView.HMAC_SHA, n, -n, 1400, n);
      case MP_JOIN_SYN -> MptcpOptionWriter.mpJoinSyn(b, false, 1, n, -n);
      case MP_JOIN_SYN_ACK -> MptcpOptionWriter.mpJoinSynAck(b, false, 1, n, -n);
      case MP_JOIN_ACK -> MptcpOptionWriter.mpJoinAck(b, HMAC);
      case DATA_ACK -> dataAck(b, n);
      case DSS -> dss(b, n);
      case DSS_64_CHECKSUM -> longestDss(b, n);
      case ADD_ADDR_V0 -> MptcpOptionWriter.addAddrV0(b, 1, false, 0, ADDRESS, 0);
      case ADD_ADDR_V1 -> MptcpOptionWriter.addAddrV1(b, 1, false, 0, ADDRESS, 0, n);
      case REMOVE_ADDR -> MptcpOptionWriter.removeAddr(b, 1);
      case MP_PRIO -> MptcpOptionWriter.mpPrio(b, true);
      case MP_FAIL -> MptcpOptionWriter.mpFail(b, n);
      case MP_FASTCLOSE -> MptcpOptionWriter.fastClose(b, n);
      case MP_TCPRST -> MptcpOptionWriter.tcpRst(b, TcpRstView.TRANSIENT, 1);
    }
  }

  /** Whether it was read. */
  boolean isIn(ReceivedOptions o) {
    return switch (this) {
      case NONE -> !o.hasTimestamps() && !o.hasMptcp();
      case SYN -> o.hasMss() && o.hasWindowScale() && o.sackPermitted() && o.hasTimestamps();
      case TIMESTAMPS -> o.hasTimestamps();
      case SACK -> o.sackBlockCount() == 3;
      case USER_TIMEOUT -> o.userTimeoutSeconds() == 120;
      case MP_CAPABLE_SYN -> o.mpCapable().length() == 4;
      case MP_CAPABLE_ACK -> o.mpCapable().hasReceiverKey();
      case MP_CAPABLE_DATA -> o.mpCapable().hasData();
      case MP_JOIN_SYN, MP_JOIN_SYN_ACK, MP_JOIN_ACK -> o.mpJoin().present();
      case DATA_ACK -> o.dss().hasDataAck() && !o.dss().hasMapping();
      case DSS -> o.dss().hasMapping() && !o.dss().hasChecksum();
      case DSS_64_CHECKSUM -> o.dss().dsnIs64() && o.dss().hasChecksum();
      case ADD_ADDR_V0, ADD_ADDR_V1 -> o.addAddrCount() == 1;
      case REMOVE_ADDR -> o.removeAddr().present();
      case MP_PRIO -> o.mpPrio().present();
      case MP_FAIL -> o.mpFail().present();
      case MP_FASTCLOSE -> o.fastClose().present();
      case MP_TCPRST -> o.tcpRst().present();
    };
  }

  private static void syn(ByteBuffer target, int number) {
    OptionWriter.mss(target, 1460);
    OptionWriter.sackPermitted(target);
    OptionWriter.timestamps(target, number, 0);
    OptionWriter.nop(target);
    OptionWriter.windowScale(target, 7);
  }

  private static void timestamps(ByteBuffer target, int number) {
    OptionWriter.nop(target);
    OptionWriter.nop(target);
    OptionWriter.timestamps(target, number, number);
  }

  private static void sack(ByteBuffer target, int number) {
    timestamps(target, number);
    OptionWriter.nop(target);
    OptionWriter.nop(target);
    OptionWriter.sackHeader(target, 3);
    for (int i = 0; i < 3; i++) {
      OptionWriter.sackBlock(target, number + 4000 * i, number + 4000 * i + 1400);
    }
  }

  private static void dataAck(ByteBuffer target, int number) {
    timestamps(target, number);
    MptcpOptionWriter.dss(target, DssLayout.DATA_ACK, number, 0, 0, 0);
  }

  private static void dss(ByteBuffer target, int number) {
    timestamps(target, number);
    int flags = DssLayout.DATA_ACK | DssLayout.MAPPING;
    MptcpOptionWriter.dss(target, flags, number, number, number, 1400);
  }

  private static void longestDss(ByteBuffer target, int number) {
    timestamps(target, number);
    int flags = DssLayout.DATA_ACK | DssLayout.DATA_ACK_64 | DssLayout.DSN_64;
    MptcpOptionWriter.dss(target, flags, number, number, number, 1400, number);
  }
}
