package org.mptcp4j.gateway;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.mptcp4j.CloseReason;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.engine.AcceptHandler;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.engine.ConnectionRequest;
import org.mptcp4j.engine.Engine;
import org.mptcp4j.engine.EngineListener;
import org.mptcp4j.engine.ListenTarget;
import org.mptcp4j.engine.Zone;

/**
 * What both gateways do with an intercepted SYN (draft-peirens-mptcp-transparent-00, figure 4):
 * hold it, open the next leg with the same addresses and ports, answer when that has answered,
 * relay.
 */
final class TransparentProxy {
  final Engine engine;
  final GatewayCounters counters = new GatewayCounters();
  final GatewayListener listener;
  private final List<EngineListener> listening = new ArrayList<>();
  private final LongSupplier ids;

  TransparentProxy(Engine engine, GatewayListener listener, LongSupplier ids) {
    this.engine = engine;
    this.listener = listener;
    this.ids = ids;
  }

  /**
   * How an intercepted connection goes on.
   *
   * @param accepted how the leg to whom opened it behaves
   * @param next the zone of the next leg
   * @param opened how the next leg behaves
   * @param multipathNext whether the next leg is the multipath one
   */
  record Route(
      ConnectionOptions accepted, Zone next, ConnectionOptions opened, boolean multipathNext) {}

  void intercept(Zone zone, AcceptHandler handler) {
    listening.add(engine.listen(ListenTarget.everything(zone), handler));
  }

  void close() {
    listening.forEach(EngineListener::close);
    listening.clear();
  }

  /** Whether {@code address} belongs to this gateway itself. */
  boolean owns(InetAddress address) {
    List<Zone> zones = engine.zones();
    for (int i = 0; i < zones.size(); i++) {
      if (zones.get(i).owns(address)) {
        return true;
      }
    }
    return false;
  }

  /** Opens the next leg; {@code request} is answered when that has answered. */
  void hold(ConnectionRequest request, Route route) {
    counters.count(GatewayCounters.Event.HELD);
    listener.onHeld(request.syn());
    // "It should be noted that neither the HCPE nor the HAG perform address translation."
    ConnectTarget target =
        new ConnectTarget(route.next(), request.syn().remote(), request.syn().local());
    HeldRequest held = new HeldRequest(this, request, route);
    try {
      held.nextLeg(engine.connect(target, route.opened(), held));
    } catch (IllegalArgumentException | IllegalStateException e) {
      // Silence lets the host try again: its ports may be free by then.
      counters.count(GatewayCounters.Event.NOT_OPENED);
      CloseReason reason = CloseReason.of(CloseReason.Kind.TIMED_OUT, e.getMessage());
      request.reject(reason);
      listener.onRejected(request.syn(), reason);
    }
  }

  long nextId() {
    return ids.getAsLong();
  }
}
