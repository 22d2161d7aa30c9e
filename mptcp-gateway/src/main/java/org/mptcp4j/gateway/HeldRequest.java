package org.mptcp4j.gateway;

import org.mptcp4j.CloseReason;
import org.mptcp4j.engine.ConnectionHandler;
import org.mptcp4j.engine.ConnectionRequest;
import org.mptcp4j.engine.EngineConnection;
import org.mptcp4j.gateway.GatewayCounters.Event;

/**
 * An intercepted SYN whose SYN+ACK is held until the next leg has answered: accepted when it
 * accepts, refused when it refuses, unreachable when it is unreachable, silent when it is silent.
 */
final class HeldRequest implements ConnectionHandler {
  private final TransparentProxy proxy;
  private final ConnectionRequest request;
  private final TransparentProxy.Route route;
  private final long heldNanos;
  private EngineConnection nextLeg;
  private boolean abandoned;

  HeldRequest(TransparentProxy proxy, ConnectionRequest request, TransparentProxy.Route route) {
    this.proxy = proxy;
    this.request = request;
    this.route = route;
    this.heldNanos = proxy.engine.nowNanos();
  }

  void nextLeg(EngineConnection connection) {
    nextLeg = connection;
    request.onAbandoned(this::onAbandoned);
  }

  private void onAbandoned() {
    abandoned = true;
    proxy.counters.count(Event.ABANDONED);
    nextLeg.abort();
  }

  @Override
  public void onEstablished(EngineConnection established) {
    if (!request.pending()) {
      established.abort();
      return;
    }
    EngineConnection accepted = request.accept(route.accepted(), new ConnectionHandler() {});
    EngineConnection multipath = route.multipathNext() ? established : accepted;
    GatewayConnection connection =
        new GatewayConnection(proxy.nextId(), request.syn(), multipath, heldNanos);
    Relay.join(accepted, established, new RelayedLegs(proxy, connection, accepted));
  }

  @Override
  public void onClosed(EngineConnection closed, CloseReason reason) {
    if (abandoned) {
      return;
    }
    proxy.counters.countRejection(reason);
    request.reject(answerTo(reason));
    proxy.listener.onRejected(request.syn(), reason);
  }

  /** To whom sent the SYN, all that is not silence or an ICMP error is a refusal. */
  private static CloseReason answerTo(CloseReason reason) {
    return switch (reason.kind()) {
      case UNREACHABLE, TIMED_OUT, REFUSED -> reason;
      default -> CloseReason.of(CloseReason.Kind.REFUSED, reason.detail());
    };
  }
}
