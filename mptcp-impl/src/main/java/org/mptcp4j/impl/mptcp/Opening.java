package org.mptcp4j.impl.mptcp;

import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.impl.mptcp.handshake.Handshake;
import org.mptcp4j.impl.mptcp.handshake.Keys;
import org.mptcp4j.impl.mptcp.handshake.Negotiation;
import org.mptcp4j.impl.wire.FlowKey;
import org.mptcp4j.impl.wire.SegmentView;
import org.mptcp4j.impl.wire.option.MpCapableView;

/**
 * How a connection comes to be: its key and token, its initial subflow, and who has to know what
 * the handshake shows (RFC 8684, section 3.1).
 */
final class Opening {
  private final MultipathConnection connection;
  private final StackServices services;
  private final ConnectionOptions options;
  private final Negotiation negotiation;
  private boolean tokenHeld;

  /**
   * Reserves a token.
   *
   * @param handshake null for plain TCP from the start
   */
  Opening(
      MultipathConnection connection,
      StackServices services,
      ConnectionOptions options,
      Handshake handshake,
      boolean client) {
    this.connection = connection;
    this.services = services;
    this.options = options;
    Keys keys = handshake == null ? null : reserveKey(handshake);
    tokenHeld = keys != null;
    negotiation = new Negotiation(keys, client, options);
  }

  private Keys reserveKey(Handshake handshake) {
    Keys candidate;
    do {
      // "the token ... MUST be unique": another key where it is taken (RFC 6824, section 3.1)
      candidate = new Keys(handshake, services.nextRandom());
    } while (!services.reserveToken(candidate.localToken(), connection));
    return candidate;
  }

  Negotiation negotiation() {
    return negotiation;
  }

  /** The SYN leaves with the next flush. */
  void connect(FlowKey key, long now) {
    openInitial(key).tcp().connect(now);
    if (negotiation.keys() == null && !options.versions().isEmpty()) {
      String reason = "the destination is known to swallow MP_CAPABLE";
      negotiation.plain(reason);
      connection.events().fellBack(reason);
      services.count(Mib.MP_CAPABLE_SYN_TX_DISABLED);
    }
    services.count(Mib.CONNECTIONS_OPENED);
    services.touch(connection);
  }

  /** The SYN+ACK leaves with the next flush. */
  void accept(SegmentView syn, FlowKey key, long now) {
    openInitial(key).tcp().accept(syn, now);
    if (negotiation.keys() == null && !options.versions().isEmpty()) {
      refuse(syn.options().mpCapable());
    }
    services.count(Mib.CONNECTIONS_ACCEPTED);
    services.touch(connection);
  }

  private TcpSubflow openInitial(FlowKey key) {
    TcpSubflow initial =
        new TcpSubflow(
            connection,
            connection.subflowSet().takeId(),
            connection.zone(),
            services.parameters(key, connection.zone(), options),
            null,
            !negotiation.client());
    connection.begin(initial);
    services.register(initial);
    if (negotiation.isPlain()) {
      initial.phase(TcpSubflow.Phase.PLAIN);
      connection.sender().plain();
    } else {
      initial.phase(TcpSubflow.Phase.CAPABLE);
    }
    return initial;
  }

  /** The SYN was no offer that this side takes: plain TCP. */
  private void refuse(MpCapableView capable) {
    boolean offered = capable.present();
    String what = offered ? "with an MP_CAPABLE that does not fit" : "without MP_CAPABLE";
    negotiation.plain("SYN " + what);
    if (offered) {
      services.count(Mib.MP_CAPABLE_SYN_REFUSED);
    }
  }

  /** An MP_CAPABLE left with the next segment. */
  void capableSent(Handshake.Step step) {
    if (step == Handshake.Step.CAPABLE_SYN) {
      negotiation.offered();
      services.count(Mib.MP_CAPABLE_SYN_TX);
    }
  }

  /** The SYN+ACK showed what the destination makes of the version that was offered. */
  void learnDestination() {
    if (negotiation.plainSynSent() && negotiation.isPlain()) {
      services.count(Mib.MP_CAPABLE_SYN_TX_DROP);
      services.count(Mib.BLACKHOLE);
    }
    services.learn(connection.stream().remoteAddress(), negotiation);
  }

  /** The third ACK came to the server. */
  void multipath() {
    negotiation.multipath();
    connection.events().multipath();
    tellPathManager();
  }

  /** A DSS came. */
  void confirm() {
    if (!negotiation.confirm()) {
      return;
    }
    if (negotiation.client()) {
      // "new subflows MUST NOT be established until a DSS option has been ... received" (3.1)
      tellPathManager();
    }
    connection.signals().onConfirmed();
  }

  private void tellPathManager() {
    PathControl paths = connection.paths();
    connection.events().control(() -> paths.manager().onEstablished(paths));
  }

  /** Nobody can join it any longer: its token is as unknown as any. */
  void releaseToken() {
    if (tokenHeld) {
      tokenHeld = false;
      services.releaseToken(negotiation.keys().localToken());
    }
  }
}
