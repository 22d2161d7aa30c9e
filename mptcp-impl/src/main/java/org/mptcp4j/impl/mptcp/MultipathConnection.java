package org.mptcp4j.impl.mptcp;

import java.util.List;
import org.mptcp4j.CloseReason;
import org.mptcp4j.CloseReason.Kind;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.ResetReason;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.engine.ConnectionHandler;
import org.mptcp4j.engine.EngineConnection;
import org.mptcp4j.engine.Zone;
import org.mptcp4j.impl.buffer.MemoryBudget;
import org.mptcp4j.impl.mptcp.data.DataReceiver;
import org.mptcp4j.impl.mptcp.data.DataSender;
import org.mptcp4j.impl.mptcp.handshake.Handshake;
import org.mptcp4j.impl.mptcp.handshake.Negotiation;
import org.mptcp4j.impl.tcp.OutgoingSegment;
import org.mptcp4j.impl.tcp.flow.ReceiveTuning;
import org.mptcp4j.impl.tcp.timing.Scheduled;
import org.mptcp4j.impl.wire.FlowKey;
import org.mptcp4j.impl.wire.IpAddress;
import org.mptcp4j.impl.wire.SegmentView;
import org.mptcp4j.spi.PathManager;
import org.mptcp4j.spi.Scheduler;

/**
 * A connection: one stream each way over one or more subflows, or plain TCP after a fallback or
 * where MPTCP is off. The hub of its rooms: it owns them and tells one what happened in another.
 */
public final class MultipathConnection extends Scheduled {
  private static final int LEAST_UNSENT_BYTES = 64 * 1024;

  private final StackServices services;
  private final ConnectionOptions options;
  private final Zone zone;
  private final Opening opening;
  private final Negotiation negotiation;
  private final DataSender sender;
  private final DataReceiver receiver;
  private final SubflowSet subflows = new SubflowSet();
  private final Stream stream;
  private final ConnectionEvents events;
  private final PathControl paths;
  private final Distributor distributor;
  private final Ending ending;
  private final Fallback fallback;
  private final Joins joins;
  private final SubflowReports reports;
  private final OptionPlanner planner;
  private final OptionReader reader;
  private AddressSignals signals;
  private boolean failed;
  private long nowNanos;

  private MultipathConnection(
      StackServices services,
      ConnectionOptions options,
      Handshake handshake,
      boolean client,
      Zone zone,
      ConnectionHandler handler,
      long now) {
    this.services = services;
    this.options = options;
    this.zone = zone;
    this.nowNanos = now;
    // before a token is reserved: a provider may fail
    Scheduler scheduler = options.scheduler().create();
    PathManager pathManager = options.pathManager().create();
    opening = new Opening(this, services, options, handshake, client);
    negotiation = opening.negotiation();
    sender = new DataSender(options.sendBufferBytes(), services.memory());
    receiver = new DataReceiver(tuning(options), services.memory());
    stream = new Stream(this);
    events = new ConnectionEvents(this, handler);
    paths = new PathControl(this, pathManager);
    distributor = new Distributor(this, scheduler, services.chunks(), options.userTimeoutNanos());
    ending = new Ending(this, options.userTimeoutNanos());
    fallback = new Fallback(this);
    joins = new Joins(this, services, options);
    reports = new SubflowReports(this);
    planner = new OptionPlanner(this);
    reader = new OptionReader(this);
  }

  /** Opens a connection; its SYN leaves with the next flush. */
  public static MultipathConnection connect(
      StackServices services,
      ConnectTarget target,
      ConnectionOptions options,
      ConnectionHandler handler,
      long now) {
    MptcpVersion version = services.offer(target.remote(), options.versions());
    Handshake handshake = version == MptcpVersion.OFF ? null : Handshake.of(version);
    FlowKey key = services.allocate(target.zone(), target.local(), target.remote());
    MultipathConnection connection =
        new MultipathConnection(services, options, handshake, true, target.zone(), handler, now);
    connection.opening.connect(key, now);
    return connection;
  }

  /** Accepts a SYN; the SYN+ACK leaves with the next flush. */
  public static MultipathConnection accept(
      StackServices services,
      SegmentView syn,
      FlowKey key,
      ConnectionOptions options,
      ConnectionHandler handler,
      long now) {
    Handshake handshake = Handshake.answering(options, syn.options());
    Zone zone = services.zones().get(key.zone());
    MultipathConnection connection =
        new MultipathConnection(services, options, handshake, false, zone, handler, now);
    connection.opening.accept(syn, key, now);
    return connection;
  }

  private static ReceiveTuning tuning(ConnectionOptions options) {
    return new ReceiveTuning(options.receiveBufferBytes(), options.tcp().autoTuning());
  }

  /** The initial subflow is there. */
  void begin(TcpSubflow initial) {
    signals = new AddressSignals(this, initial, options.mptcp());
    subflows.add(initial);
  }

  // what the stack calls

  /** The connection as its user sees it. */
  public EngineConnection stream() {
    return stream;
  }

  /** A segment of one of its subflows came in; what it causes leaves with the next flush. */
  public void input(TcpSubflow subflow, SegmentView segment, long now) {
    nowNanos = now;
    subflow.tcp().input(segment, now);
    services.touch(this);
  }

  /** An MP_JOIN with its token arrived: null, or why a RST refuses it. */
  public ResetReason acceptJoin(SegmentView syn, FlowKey key, long now) {
    nowNanos = now;
    ResetReason refusal = events.isClosed() ? ResetReason.MPTCP_ERROR : joins.accept(syn, key, now);
    services.touch(this);
    return refusal;
  }

  /** Whether that address and port are those of the initial subflow. */
  public boolean startedAt(IpAddress local, int port) {
    FlowKey key = subflows.initial().tcp().key();
    return key.localPort() == port && key.local().equals(local);
  }

  /** Whether its RSTs may say why (MP_TCPRST). */
  public boolean explainsResets() {
    return !negotiation.isPlain() && negotiation.keys().handshake().signalling().explainsResets();
  }

  /** Calls the handlers. */
  public void dispatch(long now) {
    nowNanos = now;
    events.dispatch();
  }

  /** Sends all that may leave now. */
  public void flush(long now, OutgoingSegment.Sink sink) {
    nowNanos = now;
    if (negotiation.capableAckDue()) {
      // "If the third packet (the ACK) does not contain the MP_CAPABLE option, then the session
      // MUST fall back": no data may take its place (RFC 6824, section 3.1)
      subflows.flush(now, sink);
    }
    if (!events.isClosed()) {
      distributor.run(now);
      ending.advance(sender, receiver);
    }
    subflows.flush(now, sink);
    if (!events.isClosed() && ending.requestFirstFin(sender)) {
      subflows.flush(now, sink);
    }
    if (ending.requestFastClose()) {
      subflows.flush(now, sink);
    }
    while (signals.requestAcks(now)) {
      subflows.flush(now, sink);
    }
    subflows.prune(services);
  }

  /** When {@link #onDeadline} is due. */
  public long deadline() {
    long deadline = Math.min(subflows.deadline(), ending.deadline());
    deadline = Math.min(deadline, fallback.deadline());
    if (!events.isClosed()) {
      deadline = Math.min(deadline, Math.min(paths.alarmAt(), distributor.deadline()));
      deadline = Math.min(deadline, Math.min(joins.deadline(), signals.deadline()));
    }
    return deadline;
  }

  /** Runs the timers that are due. */
  public void onDeadline(long now) {
    nowNanos = now;
    subflows.onDeadline(now);
    ending.onDeadline(now);
    fallback.onDeadline(now);
    if (!events.isClosed()) {
      paths.onDeadline(now);
      distributor.onDeadline(now);
      joins.onDeadline(now);
      signals.onDeadline(now);
    }
    services.touch(this);
  }

  /** Nothing is left of it: the stack forgets it. */
  public boolean finished() {
    return events.isOver() && subflows.isEmpty();
  }

  /** Its user is done with it; only subflows that close or wait are left. */
  public boolean lingering() {
    return events.isOver();
  }

  /** The addresses of a zone changed. */
  public void onZoneChanged(Zone changed) {
    if (negotiation.isMultipath()) {
      events.control(() -> paths.manager().onZoneChanged(paths, changed));
      touch();
    }
  }

  /** Resets it; where it ended already, nobody will read what it still holds. */
  public void abort() {
    if (events.isClosed()) {
      stream.abandon();
    } else {
      ending.abort(CloseReason.of(Kind.ABORTED, "aborted by this side"), nowNanos);
    }
    touch();
  }

  /**
   * Code from outside failed in its midst: ends it without asking that code again.
   *
   * @return false where that was tried before
   */
  public boolean fail(RuntimeException cause) {
    if (failed) {
      return false;
    }
    failed = true;
    CloseReason reason = CloseReason.of(Kind.ABORTED, "it failed: " + cause);
    events.closed(reason);
    stream.abandon();
    ending.resetAll(reason);
    touch();
    return true;
  }

  // what its rooms share

  /** How much may wait to be sent: what fills all subflows until the application's next turn. */
  long unsentLimit() {
    return options.tcp().autoTuning()
        ? Math.max(LEAST_UNSENT_BYTES, subflows.congestionWindows())
        : options.sendBufferBytes();
  }

  /** The application read, or data came behind a gap. */
  void tuneWindow() {
    if (receiver.mayGrow()) {
      receiver.tune(subflows.longestReceiverRtt(), nowNanos);
    }
  }

  /** Its key and token, and who learns from the handshake. */
  Opening opening() {
    return opening;
  }

  /** What both sides agreed on. */
  Negotiation negotiation() {
    return negotiation;
  }

  /** The stream that leaves. */
  DataSender sender() {
    return sender;
  }

  /** The stream that comes in. */
  DataReceiver receiver() {
    return receiver;
  }

  /** Its subflows, as long as their TCP has state. */
  SubflowSet subflowSet() {
    return subflows;
  }

  /** ADD_ADDR, REMOVE_ADDR and MP_PRIO, both ways. */
  AddressSignals signals() {
    return signals;
  }

  /** What its user has to be told. */
  ConnectionEvents events() {
    return events;
  }

  /** Its path manager, and what that may do. */
  PathControl paths() {
    return paths;
  }

  /** The way back to plain TCP. */
  Fallback fallback() {
    return fallback;
  }

  /** Subflows that are about to join. */
  Joins joins() {
    return joins;
  }

  /** How it ends. */
  Ending ending() {
    return ending;
  }

  /** Which subflow carries what. */
  Distributor distributor() {
    return distributor;
  }

  /** How long a connection without subflows waits for a new one. */
  long rejoinNanos() {
    return options.mptcp().rejoinNanos();
  }

  /** Where its subflows tell what came. */
  SubflowReports reports() {
    return reports;
  }

  /** Its options on the way out. */
  OptionPlanner planner() {
    return planner;
  }

  /** Its options on the way in. */
  OptionReader reader() {
    return reader;
  }

  /** The zone of its initial subflow. */
  Zone zone() {
    return zone;
  }

  /** What all connections of the stack together may hold. */
  MemoryBudget memory() {
    return services.memory();
  }

  /** The zones of the stack. */
  List<Zone> zones() {
    return services.zones();
  }

  /** The time that the stack gave last. */
  long nowNanos() {
    return nowNanos;
  }

  /** Adds one to a counter of the stack. */
  void count(Mib counter) {
    services.count(counter, 1);
  }

  /** Adds to a counter of the stack. */
  void count(Mib counter, long amount) {
    services.count(counter, amount);
  }

  /** It has events, output or a new deadline. */
  void touch() {
    services.touch(this);
  }

  /** Opens a further subflow; false where that can't be. */
  boolean join(ConnectTarget target, boolean backup) {
    return !events.isClosed() && joins.open(target, backup, nowNanos);
  }

  /** Ends one subflow; plain TCP has no other. */
  void closeSubflow(TcpSubflow subflow) {
    if (negotiation.isPlain()) {
      stream.close();
    } else {
      subflow.tcp().shutdownOutput();
      touch();
    }
  }

  // what the user did

  /** Its user wants no more of it. */
  void onUserClose() {
    ending.startLinger(nowNanos);
    touch();
  }

  /** Whether nobody reads any more. */
  boolean userClosed() {
    return stream.isClosed();
  }

  /** The peer acknowledged, or more may be in flight. */
  void onRoom() {
    stream.onRoom();
  }

  /** The last event was dispatched: what nobody will use goes. */
  void onOver() {
    sender.clear();
    receiver.clear();
    opening.releaseToken();
    if (negotiation.isMultipath()) {
      paths.manager().onClosed(paths);
    }
  }
}
