package org.mptcp4j.impl.script;

import org.mptcp4j.MptcpVersion;
import org.mptcp4j.impl.wire.IpAddress;
import org.mptcp4j.impl.wire.option.MptcpOption;
import org.mptcp4j.impl.wire.option.MptcpOption.AddAddr;
import org.mptcp4j.impl.wire.option.MptcpOption.Dss;
import org.mptcp4j.impl.wire.option.MptcpOption.MpCapable;

/**
 * What a scripted peer writes otherwise in one version than in the other. The engine's own
 * strategies are not asked.
 */
public interface Dialect {
  /** That of version 0 or 1. */
  static Dialect of(MptcpVersion version) {
    return switch (version) {
      case V0 -> new DialectV0();
      case V1 -> new DialectV1();
      case OFF -> throw new IllegalArgumentException("a peer of plain TCP needs no keys");
    };
  }

  MptcpVersion version();

  Crypto crypto();

  MpCapable capableSyn(int flags, long key);

  MpCapable capableSynAck(int flags, long key);

  MpCapable capableAck(int flags, long key, long remoteKey);

  /**
   * The option on the first data of the side that opened, while it can't know whether its third ACK
   * arrived.
   *
   * @param mapping the same as a DSS
   */
  MptcpOption firstData(Dss mapping, MpCapable thirdAck);

  /**
   * ADD_ADDR, with its HMAC where the version has one.
   *
   * @param port 0 for none
   */
  AddAddr addAddr(int id, IpAddress address, int port, long key, long remoteKey);

  /** The answer to an ADD_ADDR; fails where the version has none. */
  AddAddr echo(AddAddr announced);
}
