package org.mptcp4j.impl.stack;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.mptcp4j.CloseReason;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.engine.ConnectionHandler;
import org.mptcp4j.engine.EngineConnection;
import org.mptcp4j.engine.SynInfo;
import org.mptcp4j.engine.Zone;
import org.mptcp4j.impl.mptcp.Mib;
import org.mptcp4j.impl.mptcp.MultipathConnection;
import org.mptcp4j.impl.wire.FlowKey;
import org.mptcp4j.impl.wire.SegmentView;

/**
 * The SYNs that wait for an answer: the SYN+ACK is held until the listener's owner decides. What
 * nobody answers is forgotten after a time; the peer's own retransmissions then ask again.
 */
final class RequestTable {
  private static final long LIFETIME_NANOS = 75_000_000_000L;

  private final EngineStack stack;
  private final Replies replies;
  private final FlowTable flows;
  private final Siblings siblings;
  private final int maxRequests;
  private final Map<FlowKey, PendingRequest> byFlow = new HashMap<>();
  private final ArrayDeque<PendingRequest> byAge = new ArrayDeque<>();
  private final ArrayDeque<Runnable> events = new ArrayDeque<>();
  private final SegmentView view = new SegmentView();

  RequestTable(
      EngineStack stack, Replies replies, FlowTable flows, Siblings siblings, int maxRequests) {
    this.stack = stack;
    this.replies = replies;
    this.flows = flows;
    this.siblings = siblings;
    this.maxRequests = maxRequests;
  }

  int size() {
    return byFlow.size();
  }

  /** Whether a SYN of that flow waits. */
  boolean waits(FlowKey key) {
    return byFlow.containsKey(key);
  }

  boolean hasEvents() {
    return !events.isEmpty();
  }

  long deadline() {
    while (!byAge.isEmpty() && !byAge.peekFirst().pending()) {
      byAge.pollFirst();
    }
    return byAge.isEmpty() ? Long.MAX_VALUE : byAge.peekFirst().expiresAt();
  }

  /** A segment may belong to a request: returns whether it did. */
  boolean input(Zone zone, SegmentView segment) {
    if (byFlow.isEmpty()) {
      return false;
    }
    PendingRequest request = byFlow.get(segment.flowKey(zone.index()));
    if (request == null) {
      return false;
    }
    boolean sameSyn = segment.syn() && segment.sequence() == request.sequence();
    boolean another = segment.syn() && !segment.ack() && !sameSyn;
    boolean reset = segment.rst() && segment.sequence() == request.sequence() + 1;
    if (reset || another) {
      events.add(request::abandon);
    }
    // a new SYN with another number is taken when it is retransmitted
    return true;
  }

  /** A listener may take the SYN; false where it does not want it. */
  boolean offer(Zone zone, ListenerTable.Entry listener, SegmentView segment, long now) {
    InetSocketAddress remote =
        new InetSocketAddress(segment.source().toInetAddress(), segment.sourcePort());
    InetSocketAddress local =
        new InetSocketAddress(segment.destination().toInetAddress(), segment.destinationPort());
    SynInfo syn = new SynInfo(zone, remote, local, offered(segment));
    if (!intercepts(listener, syn)) {
      return false;
    }
    if (byFlow.size() >= maxRequests) {
      stack.count(Mib.PENDING_REQUESTS_FULL, 1);
      return true;
    }
    FlowKey key = segment.flowKey(zone.index());
    if (!siblings.claim(key)) {
      // another engine takes the same SYN at this very moment: it is retransmitted
      return true;
    }
    PendingRequest request =
        new PendingRequest(
            this, listener, key, syn, segment.packet(), segment.sequence(), now + LIFETIME_NANOS);
    byFlow.put(key, request);
    byAge.addLast(request);
    events.add(() -> deliver(request));
    return true;
  }

  private boolean intercepts(ListenerTable.Entry listener, SynInfo syn) {
    try {
      return listener.handler().intercepts(syn);
    } catch (RuntimeException e) {
      stack.count(Mib.HANDLER_FAILURES, 1);
      return false;
    }
  }

  private static MptcpVersion offered(SegmentView segment) {
    if (!segment.options().mpCapable().present()) {
      return MptcpVersion.OFF;
    }
    return segment.options().mpCapable().version() == 0 ? MptcpVersion.V0 : MptcpVersion.V1;
  }

  private void deliver(PendingRequest request) {
    if (!request.listener().isOpen()) {
      request.abandon();
    } else if (request.pending()) {
      request.listener().handler().onRequest(request);
    }
  }

  /** Hands requests to their listeners. */
  void dispatch() {
    Runnable event;
    while ((event = events.pollFirst()) != null) {
      try {
        event.run();
      } catch (RuntimeException e) {
        stack.count(Mib.HANDLER_FAILURES, 1);
      }
    }
  }

  void expire(long now) {
    while (deadline() <= now) {
      events.add(byAge.pollFirst()::abandon);
    }
  }

  EngineConnection accept(
      PendingRequest request, ConnectionOptions options, ConnectionHandler handler) {
    view.parse(request.packet());
    return MultipathConnection.accept(
        stack, view, request.key(), options, handler, stack.nowNanos())
        .stream();
  }

  void reject(PendingRequest request, CloseReason reason) {
    view.parse(request.packet());
    switch (reason.kind()) {
      case TIMED_OUT -> {
        // silence: the peer's own time-out tells it
      }
      case UNREACHABLE ->
          reason
              .icmp()
              .ifPresentOrElse(
                  error -> replies.unreachable(request.syn().zone(), error, view),
                  () -> replies.reset(request.syn().zone(), view));
      default -> replies.reset(request.syn().zone(), view);
    }
  }

  void remove(PendingRequest request) {
    byFlow.remove(request.key(), request);
    if (flows.get(request.key()) == null) {
      siblings.release(request.key());
    }
    stack.settled(request.key());
  }

  /** Forgets what a listener that closed left without an answer. */
  void forget(ListenerTable.Entry listener) {
    for (PendingRequest request : byFlow.values().toArray(new PendingRequest[0])) {
      if (request.listener() == listener) {
        request.abandon();
      }
    }
  }

  /** Forgets everything. */
  void clear() {
    for (PendingRequest request : byFlow.values().toArray(new PendingRequest[0])) {
      request.abandon();
    }
  }
}
