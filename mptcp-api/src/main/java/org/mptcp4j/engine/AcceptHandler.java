package org.mptcp4j.engine;

/** Takes the connection requests of a listener. */
public interface AcceptHandler {
  /**
   * Whether a SYN is taken at all; asked for each new one, at once. A refused one in a {@linkplain
   * Zone#transparent transparent} zone passes untouched; elsewhere it gets a RST.
   *
   * @param syn valid only during the call
   */
  default boolean intercepts(SynInfo syn) {
    return true;
  }

  /**
   * A SYN waits for its answer. The request may be answered now or later; until then nothing is
   * sent and retransmissions of the SYN are ignored.
   */
  void onRequest(ConnectionRequest request);
}
