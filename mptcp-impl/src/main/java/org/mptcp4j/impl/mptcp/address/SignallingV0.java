package org.mptcp4j.impl.mptcp.address;

import java.nio.ByteBuffer;
import org.mptcp4j.impl.mptcp.address.Signal.Announce;
import org.mptcp4j.impl.mptcp.address.Signal.Prioritize;
import org.mptcp4j.impl.mptcp.address.Signal.PrioritizeAddress;
import org.mptcp4j.impl.mptcp.address.Signal.Withdraw;
import org.mptcp4j.impl.wire.option.AddAddrView;
import org.mptcp4j.impl.wire.option.MptcpOptionWriter;

/** Version 0: RFC 6824, sections 3.3.8 and 3.4. */
public final class SignallingV0 implements Signalling {
  public static final Signalling INSTANCE = new SignallingV0();

  private SignallingV0() {}

  @Override
  public int length(Signal signal) {
    if (signal instanceof Announce announce) {
      boolean port = announce.port() != 0;
      return MptcpOptionWriter.addAddrLength(0, false, announce.address().v6(), port);
    }
    return commonLength(signal);
  }

  /** Octets of an option that both versions have. */
  static int commonLength(Signal signal) {
    if (signal instanceof Withdraw withdraw) {
      return 3 + withdraw.ids().size();
    }
    return signal instanceof Prioritize ? 3 : 4;
  }

  @Override
  public void write(Signal signal, long localKey, long remoteKey, ByteBuffer target) {
    if (signal instanceof Announce announce) {
      MptcpOptionWriter.addAddrV0(
          target,
          announce.id(),
          announce.address().v6(),
          announce.address().hi(),
          announce.address().lo(),
          announce.port());
    } else {
      writeCommon(signal, target);
    }
  }

  /** Writes an option that both versions have. */
  static void writeCommon(Signal signal, ByteBuffer target) {
    if (signal instanceof Withdraw withdraw) {
      byte[] ids = new byte[withdraw.ids().size()];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = withdraw.ids().get(i).byteValue();
      }
      MptcpOptionWriter.removeAddr(target, ids, ids.length);
    } else if (signal instanceof Prioritize prioritize) {
      MptcpOptionWriter.mpPrio(target, prioritize.backup());
    } else if (signal instanceof PrioritizeAddress prioritize) {
      MptcpOptionWriter.mpPrio(target, prioritize.backup(), prioritize.id());
    } else {
      throw new IllegalArgumentException("not of this version: " + signal);
    }
  }

  @Override
  public boolean accepts(AddAddrView option, long localKey, long remoteKey) {
    return option.version() == 0;
  }

  @Override
  public boolean echoes() {
    return false;
  }

  @Override
  public boolean prioritizesAddresses() {
    return true;
  }

  @Override
  public boolean explainsResets() {
    return false;
  }
}
