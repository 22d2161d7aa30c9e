package org.mptcp4j.impl.mptcp.address;

import java.nio.ByteBuffer;
import org.mptcp4j.impl.wire.option.AddAddrView;

/** What differs between the versions of Multipath TCP where addresses and resets are signalled. */
public interface Signalling {
  /** Octets of the option, without padding. */
  int length(Signal signal);

  /** Writes the option, without padding; the keys are this side's and the peer's. */
  void write(Signal signal, long localKey, long remoteKey, ByteBuffer target);

  /** Whether an ADD_ADDR is of this version and the peer's; the keys are as above. */
  boolean accepts(AddAddrView option, long localKey, long remoteKey);

  /**
   * Whether an ADD_ADDR is echoed, and sent again until its echo comes; else it goes once over each
   * subflow.
   */
  boolean echoes();

  /** Whether MP_PRIO may name an address. */
  boolean prioritizesAddresses();

  /** Whether a RST may carry MP_TCPRST, and MP_FASTCLOSE (RFC 8684, sections 3.5 and 3.6). */
  boolean explainsResets();
}
