package org.mptcp4j.engine;

import org.mptcp4j.CloseReason;
import org.mptcp4j.ConnectionOptions;

/** A SYN that waits for its answer: the SYN+ACK is held until somebody decides. */
public interface ConnectionRequest {
  SynInfo syn();

  /**
   * Whether the request can still be answered: false after an answer, and when the peer gave up (a
   * RST, or a time-out).
   */
  boolean pending();

  /**
   * Sends the SYN+ACK.
   *
   * @throws IllegalStateException where it is no longer {@linkplain #pending() pending}
   */
  EngineConnection accept(ConnectionOptions options, ConnectionHandler handler);

  /**
   * Refuses with what {@code reason} stands for: a RST for a refusal, the ICMP error for an
   * unreachable peer, silence for a time-out. No effect where it is no longer pending.
   */
  void reject(CloseReason reason);

  /** Called once if the peer gives up before an answer. */
  void onAbandoned(Runnable action);
}
