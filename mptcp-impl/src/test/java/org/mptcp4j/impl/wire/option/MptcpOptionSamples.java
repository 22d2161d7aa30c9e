package org.mptcp4j.impl.wire.option;

import java.util.ArrayList;
import java.util.List;

/** Every form of every option of Multipath TCP, of both versions. */
public final class MptcpOptionSamples {
  private static final long KEY_A = 0x0123_4567_89AB_CDEFL;
  private static final long KEY_B = 0xFEDC_BA98_7654_3210L;
  private static final String HMAC = "000102030405060708090a0b0c0d0e0f10fdfeff";

  private MptcpOptionSamples() {}

  public static List<MptcpOption> version0() {
    List<MptcpOption> all = new ArrayList<>();
    all.add(new MptcpOption.MpCapable(0, 0x81, 12, KEY_A, 0, 0, 0));
    all.add(new MptcpOption.MpCapable(0, 0x01, 20, KEY_A, KEY_B, 0, 0));
    all.add(new MptcpOption.AddAddr(0, false, 3, false, 0, 0x0A02_0001, 0, 0));
    all.add(new MptcpOption.AddAddr(0, false, 255, false, 0, 0xFFFF_FFFFL, 65_535, 0));
    all.add(new MptcpOption.AddAddr(0, false, 0, true, 0x2001_0DB8L << 32, 1, 0, 0));
    all.add(new MptcpOption.AddAddr(0, false, 9, true, -1, -2, 443, 0));
    all.add(new MptcpOption.MpPrio(true, true, 200));
    all.add(new MptcpOption.MpPrio(false, true, 0));
    all.addAll(common());
    return all;
  }

  public static List<MptcpOption> version1() {
    List<MptcpOption> all = new ArrayList<>();
    all.add(new MptcpOption.MpCapable(1, 0x81, 4, 0, 0, 0, 0));
    all.add(new MptcpOption.MpCapable(1, 0x21, 12, KEY_B, 0, 0, 0));
    all.add(new MptcpOption.MpCapable(1, 0x01, 20, KEY_A, KEY_B, 0, 0));
    all.add(new MptcpOption.MpCapable(1, 0x01, 22, KEY_A, KEY_B, 65_535, 0));
    all.add(new MptcpOption.MpCapable(1, 0x81, 24, KEY_A, KEY_B, 1400, 0xBEEF));
    all.add(new MptcpOption.AddAddr(1, false, 3, false, 0, 0x0A02_0001, 0, KEY_A));
    all.add(new MptcpOption.AddAddr(1, false, 3, false, 0, 0x0A02_0001, 8080, KEY_B));
    all.add(new MptcpOption.AddAddr(1, true, 3, false, 0, 0x0A02_0001, 0, 0));
    all.add(new MptcpOption.AddAddr(1, true, 3, false, 0, 0x0A02_0001, 8080, 0));
    all.add(new MptcpOption.AddAddr(1, false, 4, true, KEY_A, KEY_B, 0, KEY_A));
    all.add(new MptcpOption.AddAddr(1, false, 4, true, KEY_A, KEY_B, 8080, KEY_A));
    all.add(new MptcpOption.AddAddr(1, true, 4, true, KEY_A, KEY_B, 0, 0));
    all.add(new MptcpOption.AddAddr(1, true, 4, true, KEY_A, KEY_B, 8080, 0));
    all.add(new MptcpOption.MpTcpRst(TcpRstView.TRANSIENT, 4));
    all.add(new MptcpOption.MpTcpRst(0, 255));
    all.addAll(common());
    return all;
  }

  private static List<MptcpOption> common() {
    List<MptcpOption> all = new ArrayList<>();
    all.add(new MptcpOption.MpJoinSyn(true, 2, 0xCAFE_BABE, 0x8000_0001));
    all.add(new MptcpOption.MpJoinSyn(false, 255, -1, 0));
    all.add(new MptcpOption.MpJoinSynAck(true, 2, KEY_B, 0x1234_5678));
    all.add(new MptcpOption.MpJoinSynAck(false, 0, KEY_A, -1));
    all.add(new MptcpOption.MpJoinAck(HMAC));
    for (int flags = 0; flags < 0x20; flags++) {
      all.add(dss(flags, false));
      if ((flags & DssLayout.MAPPING) != 0) {
        all.add(dss(flags, true));
      }
    }
    all.add(new MptcpOption.RemoveAddr(List.of(5)));
    all.add(new MptcpOption.RemoveAddr(List.of(1, 0, 255, 7)));
    all.add(new MptcpOption.MpPrio(true, false, 0));
    all.add(new MptcpOption.MpPrio(false, false, 0));
    all.add(new MptcpOption.MpFail(KEY_B));
    all.add(new MptcpOption.MpFastclose(KEY_B));
    return all;
  }

  private static MptcpOption.Dss dss(int flags, boolean checksum) {
    boolean ack = (flags & DssLayout.DATA_ACK) != 0;
    boolean mapping = (flags & DssLayout.MAPPING) != 0;
    long ackMask = (flags & DssLayout.DATA_ACK_64) != 0 ? -1 : 0xFFFF_FFFFL;
    long dsnMask = (flags & DssLayout.DSN_64) != 0 ? -1 : 0xFFFF_FFFFL;
    return new MptcpOption.Dss(
        flags,
        ack ? KEY_B & ackMask : 0,
        mapping ? KEY_A & dsnMask : 0,
        mapping ? 0x8765_4321 : 0,
        mapping ? 0xFEDC : 0,
        checksum,
        checksum ? 0xA1B2 : 0);
  }
}
