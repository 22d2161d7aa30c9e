package org.mptcp4j.impl.mptcp.address;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.mptcp4j.impl.mptcp.address.Signal.Announce;
import org.mptcp4j.impl.mptcp.address.Signal.Echo;
import org.mptcp4j.impl.mptcp.crypto.KeyHash;
import org.mptcp4j.impl.wire.IpAddress;
import org.mptcp4j.impl.wire.option.AddAddrView;
import org.mptcp4j.impl.wire.option.MptcpOptionWriter;

/** Version 1: RFC 8684, sections 3.3.8, 3.4, 3.5 and 3.6. */
public final class SignallingV1 implements Signalling {
  public static final Signalling INSTANCE = new SignallingV1();

  private SignallingV1() {}

  @Override
  public int length(Signal signal) {
    if (signal instanceof Announce announce) {
      return length(false, announce.address(), announce.port());
    }
    return signal instanceof Echo echo
        ? length(true, echo.address(), echo.port())
        : SignallingV0.commonLength(signal);
  }

  private static int length(boolean echo, IpAddress address, int port) {
    return MptcpOptionWriter.addAddrLength(1, echo, address.v6(), port != 0);
  }

  @Override
  public void write(Signal signal, long localKey, long remoteKey, ByteBuffer target) {
    if (signal instanceof Announce announce) {
      IpAddress address = announce.address();
      long hmac = hmac(localKey, remoteKey, announce.id(), address, announce.port());
      MptcpOptionWriter.addAddrV1(
          target, announce.id(), address.v6(), address.hi(), address.lo(), announce.port(), hmac);
    } else if (signal instanceof Echo echo) {
      IpAddress address = echo.address();
      MptcpOptionWriter.addAddrEcho(
          target, echo.id(), address.v6(), address.hi(), address.lo(), echo.port());
    } else {
      SignallingV0.writeCommon(signal, target);
    }
  }

  /** The echo has no HMAC. */
  @Override
  public boolean accepts(AddAddrView option, long localKey, long remoteKey) {
    if (option.version() != 1 || option.echo()) {
      return option.version() == 1;
    }
    IpAddress address = new IpAddress(option.addressHi(), option.addressLo(), option.v6());
    long expected = hmac(remoteKey, localKey, option.id(), address, option.port());
    return MessageDigest.isEqual(octets(expected), octets(option.hmac()));
  }

  /**
   * "the rightmost 64 bits of an HMAC ... The message for the HMAC is the Address ID, IP Address,
   * and Port ... If the port is not present ..., the HMAC message will nevertheless include two
   * octets of value zero" (section 3.4.1).
   */
  static long hmac(long senderKey, long receiverKey, int id, IpAddress address, int port) {
    ByteBuffer message = ByteBuffer.allocate(1 + address.length() + 2).put((byte) id);
    if (address.v6()) {
      message.putLong(address.hi()).putLong(address.lo());
    } else {
      message.putInt((int) address.lo());
    }
    message.putShort((short) port);
    byte[] hmac = KeyHash.SHA256.hmac(senderKey, receiverKey, message.array());
    return ByteBuffer.wrap(hmac).getLong(hmac.length - Long.BYTES);
  }

  private static byte[] octets(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }

  @Override
  public boolean echoes() {
    return true;
  }

  @Override
  public boolean prioritizesAddresses() {
    return false;
  }

  @Override
  public boolean explainsResets() {
    return true;
  }
}
