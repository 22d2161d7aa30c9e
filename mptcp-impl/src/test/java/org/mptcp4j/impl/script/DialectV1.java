package org.mptcp4j.impl.script;

import org.mptcp4j.MptcpVersion;
import org.mptcp4j.impl.wire.IpAddress;
import org.mptcp4j.impl.wire.option.MptcpOption;
import org.mptcp4j.impl.wire.option.MptcpOption.AddAddr;
import org.mptcp4j.impl.wire.option.MptcpOption.Dss;
import org.mptcp4j.impl.wire.option.MptcpOption.MpCapable;

/** RFC 8684: no key in the SYN, SHA-256, MP_CAPABLE on the first data, ADD_ADDR with HMAC. */
final class DialectV1 implements Dialect {
  @Override
  public MptcpVersion version() {
    return MptcpVersion.V1;
  }

  @Override
  public Crypto crypto() {
    return Crypto.SHA256;
  }

  @Override
  public MpCapable capableSyn(int flags, long key) {
    // "SYN (A->B): only the first four octets (Length = 4)"
    return new MpCapable(1, flags, 4, 0, 0, 0, 0);
  }

  @Override
  public MpCapable capableSynAck(int flags, long key) {
    return new MpCapable(1, flags, 12, key, 0, 0, 0);
  }

  @Override
  public MpCapable capableAck(int flags, long key, long remoteKey) {
    return new MpCapable(1, flags, 20, key, remoteKey, 0, 0);
  }

  @Override
  public MptcpOption firstData(Dss mapping, MpCapable thirdAck) {
    // "This MP_CAPABLE option is in place of the DSS, and simply specifies the data-level length of
    // the payload, and the checksum (if the use of checksums is negotiated)"
    return new MpCapable(
        1,
        thirdAck.flags(),
        mapping.hasChecksum() ? 24 : 22,
        thirdAck.senderKey(),
        thirdAck.receiverKey(),
        mapping.dataLevelLength(),
        mapping.checksum());
  }

  @Override
  public AddAddr addAddr(int id, IpAddress address, int port, long key, long remoteKey) {
    long hmac = crypto().addressHmac(key, remoteKey, id, address, port);
    return new AddAddr(1, false, id, address.v6(), address.hi(), address.lo(), port, hmac);
  }

  @Override
  public AddAddr echo(AddAddr announced) {
    // "exactly the same ... but with the Echo flag set and omitting the HMAC"
    AddAddr a = announced;
    return new AddAddr(1, true, a.id(), a.v6(), a.hi(), a.lo(), a.port(), 0);
  }
}
