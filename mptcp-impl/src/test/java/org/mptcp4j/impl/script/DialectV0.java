package org.mptcp4j.impl.script;

import org.mptcp4j.MptcpVersion;
import org.mptcp4j.impl.wire.IpAddress;
import org.mptcp4j.impl.wire.option.MptcpOption;
import org.mptcp4j.impl.wire.option.MptcpOption.AddAddr;
import org.mptcp4j.impl.wire.option.MptcpOption.Dss;
import org.mptcp4j.impl.wire.option.MptcpOption.MpCapable;

/** RFC 6824: keys in SYN and SYN+ACK, SHA-1, a DSS on the first data, no HMAC in ADD_ADDR. */
final class DialectV0 implements Dialect {
  @Override
  public MptcpVersion version() {
    return MptcpVersion.V0;
  }

  @Override
  public Crypto crypto() {
    return Crypto.SHA1;
  }

  @Override
  public MpCapable capableSyn(int flags, long key) {
    return new MpCapable(0, flags, 12, key, 0, 0, 0);
  }

  @Override
  public MpCapable capableSynAck(int flags, long key) {
    return new MpCapable(0, flags, 12, key, 0, 0, 0);
  }

  @Override
  public MpCapable capableAck(int flags, long key, long remoteKey) {
    return new MpCapable(0, flags, 20, key, remoteKey, 0, 0);
  }

  @Override
  public MptcpOption firstData(Dss mapping, MpCapable thirdAck) {
    return mapping;
  }

  @Override
  public AddAddr addAddr(int id, IpAddress address, int port, long key, long remoteKey) {
    return new AddAddr(0, false, id, address.v6(), address.hi(), address.lo(), port, 0);
  }

  @Override
  public AddAddr echo(AddAddr announced) {
    throw new AssertionError("version 0 has no echo of " + announced);
  }
}
