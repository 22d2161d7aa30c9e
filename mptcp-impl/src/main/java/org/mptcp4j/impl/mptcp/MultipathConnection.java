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
import org.mptcp4j.engine.PacketPool;
import org.mptcp4j.engine.Zone;
import org.mptcp4j.impl.mptcp.data.DataReceiver;
import org.mptcp4j.impl.mptcp.data.DataSender;
import org.mptcp4j.impl.mptcp.handshake.Handshake;
import org.mptcp4j.impl.mptcp.handshake.Keys;
import org.mptcp4j.impl.mptcp.handshake.Negotiation;
import org.mptcp4j.impl.tcp.SegmentSink;
import org.mptcp4j.impl.tcp.flow.ReceiveTuning;
import org.mptcp4j.impl.wire.FlowKey;
import org.mptcp4j.impl.wire.IpAddress;
import org.mptcp4j.impl.wire.SegmentView;
import org.mptcp4j.impl.wire.option.MpCapableView;
import org.mptcp4j.spi.PathManager;
import org.mptcp4j.spi.Scheduler;

/**
 * A connection: one stream each way over one or more subflows, or plain TCP after a fallback or
 * where MPTCP is off. The hub of its rooms: it owns them and tells one what happened in another.
 */
public final class MultipathConnection extends StackNode {
  private static final int LEAST_UNSENT_BYTES = 64 * 1024;

  private final StackServices services;
  private final ConnectionOptions options;
  private final Zone zone;
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
  private boolean tokenHeld;
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
    Keys keys = handshake == null ? null : reserveKey(handshake);
    tokenHeld = keys != null;
    negotiation = new Negotiation(keys, client, options);
    sender = new DataSender(options.sendBufferBytes(), services.pool());
    receiver = new DataReceiver(tuning(options), services.pool());
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
    connection.openInitial(key).tcp().connect(now);
    if (handshake == null && !options.versions().isEmpty()) {
      String reason = "the destination is known to swallow MP_CAPABLE";
      connection.negotiation.plain(reason);
      connection.events.fellBack(reason);
      services.count(Mib.MP_CAPABLE_SYN_TX_DISABLED);
    }
    services.count(Mib.CONNECTIONS_OPENED);
    services.touch(connection);
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
    connection.openInitial(key).tcp().accept(syn, now);
    if (handshake == null && !options.versions().isEmpty()) {
      connection.refuse(syn.options().mpCapable());
    }
    services.count(Mib.CONNECTIONS_ACCEPTED);
    services.touch(connection);
    return connection;
  }

  private static ReceiveTuning tuning(ConnectionOptions options) {
    return new ReceiveTuning(options.receiveBufferBytes(), options.tcp().autoTuning());
  }

  private Keys reserveKey(Handshake handshake) {
    Keys candidate;
    do {
      // "the token ... MUST be unique": another key where it is taken (RFC 6824, section 3.1)
      candidate = new Keys(handshake, services.nextRandom());
    } while (!services.reserveToken(candidate.localToken(), this));
    return candidate;
  }

  private TcpSubflow openInitial(FlowKey key) {
    TcpSubflow initial =
        new TcpSubflow(
            this,
            subflows.takeId(),
            zone,
            services.parameters(key, zone, options),
            null,
            !negotiation.client());
    signals = new AddressSignals(this, initial, options.mptcp());
    subflows.add(initial);
    services.register(key, initial);
    if (negotiation.isPlain()) {
      initial.phase(TcpSubflow.Phase.PLAIN);
      sender.plain();
    } else {
      initial.phase(TcpSubflow.Phase.CAPABLE);
    }
    return initial;
  }

  // what the stack calls

  /** The connection as its user sees it. */
  public EngineConnection stream() {
    return stream;
  }

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
  public void flush(long now, SegmentSink sink) {
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

  Negotiation negotiation() {
    return negotiation;
  }

  DataSender sender() {
    return sender;
  }

  DataReceiver receiver() {
    return receiver;
  }

  SubflowSet subflowSet() {
    return subflows;
  }

  AddressSignals signals() {
    return signals;
  }

  ConnectionEvents events() {
    return events;
  }

  PathControl paths() {
    return paths;
  }

  Fallback fallback() {
    return fallback;
  }

  Joins joins() {
    return joins;
  }

  Ending ending() {
    return ending;
  }

  Distributor distributor() {
    return distributor;
  }

  long rejoinNanos() {
    return options.mptcp().rejoinNanos();
  }

  SubflowReports reports() {
    return reports;
  }

  OptionPlanner planner() {
    return planner;
  }

  OptionReader reader() {
    return reader;
  }

  Zone zone() {
    return zone;
  }

  PacketPool pool() {
    return services.pool();
  }

  List<Zone> zones() {
    return services.zones();
  }

  long nowNanos() {
    return nowNanos;
  }

  void count(Mib counter) {
    services.count(counter, 1);
  }

  void count(Mib counter, long amount) {
    services.count(counter, amount);
  }

  void touch() {
    services.touch(this);
  }

  // negotiation

  /** The SYN was no offer that this side takes: plain TCP. */
  private void refuse(MpCapableView capable) {
    boolean offered = capable.present();
    String what = offered ? "with an MP_CAPABLE that does not fit" : "without MP_CAPABLE";
    negotiation.plain("SYN " + what);
    if (offered) {
      count(Mib.MP_CAPABLE_SYN_REFUSED);
    }
  }

  /** An MP_CAPABLE left with the next segment. */
  void capableSent(Handshake.Step step) {
    if (step == Handshake.Step.CAPABLE_SYN) {
      negotiation.offered();
      count(Mib.MP_CAPABLE_SYN_TX);
    }
  }

  /** The SYN+ACK showed what the destination makes of the version that was offered. */
  void learnDestination() {
    if (negotiation.plainSynSent() && negotiation.isPlain()) {
      count(Mib.MP_CAPABLE_SYN_TX_DROP);
      count(Mib.BLACKHOLE);
    }
    services.learn(stream.remoteAddress(), negotiation);
  }

  /** The third ACK came to the server. */
  void multipath() {
    negotiation.multipath();
    events.multipath();
    events.control(() -> paths.manager().onEstablished(paths));
  }

  /** A DSS came. */
  void confirm() {
    if (!negotiation.confirm()) {
      return;
    }
    if (negotiation.client()) {
      // "new subflows MUST NOT be established until a DSS option has been ... received" (3.1)
      events.control(() -> paths.manager().onEstablished(paths));
    }
    signals.onConfirmed();
  }

  boolean join(ConnectTarget target, boolean backup) {
    return !events.isClosed() && joins.open(target, backup, nowNanos);
  }

  void closeSubflow(TcpSubflow subflow) {
    if (negotiation.isPlain()) {
      stream.close();
    } else {
      subflow.tcp().shutdownOutput();
      touch();
    }
  }

  // what the user did

  void onUserClose() {
    ending.startLinger(nowNanos);
    touch();
  }

  boolean userClosed() {
    return stream.isClosed();
  }

  void onRoom() {
    stream.onRoom();
  }

  /** Nobody can join it any longer: its token is as unknown as any. */
  void releaseToken() {
    if (tokenHeld) {
      tokenHeld = false;
      services.releaseToken(negotiation.keys().localToken());
    }
  }

  /** The last event was dispatched: what nobody will use goes. */
  void onOver() {
    sender.clear();
    receiver.clear();
    releaseToken();
    if (negotiation.isMultipath()) {
      paths.manager().onClosed(paths);
    }
  }
}
