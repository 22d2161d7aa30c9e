package org.mptcp4j.impl.mptcp;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.mptcp4j.CloseReason;
import org.mptcp4j.Subflow;
import org.mptcp4j.SubflowInfo;
import org.mptcp4j.SubflowState;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.engine.Zone;
import org.mptcp4j.impl.buffer.ByteQueue;
import org.mptcp4j.impl.mptcp.address.SubflowPath;
import org.mptcp4j.impl.mptcp.data.MappedChunk;
import org.mptcp4j.impl.mptcp.data.SentMappings;
import org.mptcp4j.impl.mptcp.handshake.JoinNonces;
import org.mptcp4j.impl.tcp.OutgoingSegment;
import org.mptcp4j.impl.tcp.SegmentExtension;
import org.mptcp4j.impl.tcp.TcpConnection;
import org.mptcp4j.impl.tcp.TcpInfo;
import org.mptcp4j.impl.tcp.TcpParameters;
import org.mptcp4j.impl.tcp.TcpState;
import org.mptcp4j.impl.tcp.TcpUser;
import org.mptcp4j.impl.tcp.TimeWait;
import org.mptcp4j.impl.tcp.flow.Nagle;
import org.mptcp4j.impl.wire.Flow;
import org.mptcp4j.impl.wire.FlowKey;
import org.mptcp4j.impl.wire.SegmentView;
import org.mptcp4j.impl.wire.SequenceNumbers;

/** A TCP connection as part of a Multipath TCP connection, or its only leg where there is none. */
public final class TcpSubflow implements Flow, Subflow, TcpUser, SegmentExtension {
  /** Time-outs in a row after which a path may be gone: one alone is often spurious. */
  private static final int STALE_TIMEOUTS = 2;

  /** How far the subflow's own handshake is. */
  enum Phase {
    /** The initial subflow's handshake: MP_CAPABLE was offered. */
    CAPABLE,
    /** MP_JOIN was sent or received; the peer's HMAC was not verified yet. */
    JOINING,
    /** The third ACK of a join was sent; the fourth is awaited. */
    JOIN_CONFIRMING,
    /** Carries data with DSS. */
    OPEN,
    /** Plain TCP. */
    PLAIN
  }

  /** Full segments that shall wait behind a probe of the path's MTU, to show if it was lost. */
  private static final int PROBE_FOLLOWERS = 4;

  private final MultipathConnection connection;
  private final TcpParameters parameters;
  private final TcpConnection tcp;
  private final Zone zone;
  private final int id;
  private final JoinNonces join;
  private final SubflowPath path;
  private final InetSocketAddress local;
  private final InetSocketAddress remote;
  private final SentMappings sent = new SentMappings();
  private final SubflowReceiver receiver;
  private final Nagle nagle;
  private Phase phase;
  private boolean dssPasses;
  private boolean straight = true;
  private boolean relieved;
  private boolean released;

  TcpSubflow(
      MultipathConnection connection,
      int id,
      Zone zone,
      TcpParameters parameters,
      JoinNonces join,
      boolean peerOpened) {
    this.connection = connection;
    this.id = id;
    this.zone = zone;
    this.join = join;
    path = new SubflowPath(join == null ? 0 : join.addressId(), peerOpened);
    this.parameters = parameters;
    tcp = new TcpConnection(parameters, this, this);
    nagle = new Nagle(!parameters.tcp().noDelay());
    local = new InetSocketAddress(tcp.key().local().toInetAddress(), tcp.key().localPort());
    remote = new InetSocketAddress(tcp.key().remote().toInetAddress(), tcp.key().remotePort());
    receiver = new SubflowReceiver(connection, this);
  }

  /** The MPTCP connection that it belongs to. */
  public MultipathConnection connection() {
    return connection;
  }

  @Override
  public FlowKey key() {
    return tcp.key();
  }

  /** Its TCP. */
  public TcpConnection tcp() {
    return tcp;
  }

  Phase phase() {
    return phase;
  }

  void phase(Phase value) {
    phase = value;
  }

  JoinNonces join() {
    return join;
  }

  Zone zoneOf() {
    return zone;
  }

  /** Its addresses' IDs, its priority and its signals. */
  SubflowPath path() {
    return path;
  }

  /** Whether new data may be given to it, congestion window aside. */
  boolean usable() {
    return (phase == Phase.OPEN || phase == Phase.PLAIN)
        && tcp.maySend()
        && !connection.signals().inDoubt(this);
  }

  /** Payload of a full segment beside the options that data carries. */
  int fullSegment() {
    int options =
        phase == Phase.PLAIN
            ? 0
            : connection.negotiation().dataOptionBytes(connection.sender().wideNumbers());
    return tcp.info().maximumSegmentSize() - options;
  }

  /** The most that is mapped at once: whole segments, up to a super-segment. */
  int chunkLimit() {
    int full = fullSegment();
    if (connection.negotiation().mapsByCapable(connection.sender().sndNxt())) {
      return full;
    }
    return Math.max(full, parameters.maxSegmentBytes() / full * full);
  }

  /**
   * How much of {@code available} it can take now. No small segment leaves for want of window while
   * more waits (RFC 9293, section 3.8.6.2.1).
   */
  int quota(long available) {
    long space = tcp.sendSpace(available);
    int probe = pathProbe();
    if (probe > 0
        && probe <= space
        && available >= probe + (long) PROBE_FOLLOWERS * fullSegment()) {
      return probe;
    }
    boolean unacked = tcp.unackedBytes() > 0;
    boolean silly = space < Math.min(available, fullSegment()) && unacked;
    long length = silly ? 0 : Math.min(Math.min(space, available), chunkLimit());
    boolean last = length < available || connection.sender().isShutdown();
    return (int) nagle.cut(length, fullSegment(), last, unacked);
  }

  /** Payload of a segment that tries out a larger path MTU; 0 where none is due. */
  private int pathProbe() {
    int bytes = tcp.pathProbeBytes();
    return bytes == 0 ? 0 : bytes - tcp.info().maximumSegmentSize() + fullSegment();
  }

  void send(ByteQueue queue, long position, int length, MappedChunk chunk) {
    tcp.send(queue, position, length, chunk);
    straight &= chunk.dataPosition() == chunk.start();
    if (phase == Phase.OPEN) {
      sent.add(chunk);
    }
  }

  /** What it sent and the peer did not acknowledge at the data level. */
  SentMappings sent() {
    return sent;
  }

  /** Whether others send again what it had not delivered when its timer fired. */
  boolean relieved() {
    return relieved;
  }

  void relieved(boolean value) {
    relieved = value;
  }

  /** Whether all that was ever sent on it lies in the connection's stream where it does here. */
  boolean isStraight() {
    return straight;
  }

  /** Whether {@code wire} acknowledges any data on this subflow. */
  boolean acknowledgesData(int wire) {
    return SequenceNumbers.unwrap(wire - parameters.iss(), tcp.sendUnacknowledged()) > 1;
  }

  boolean onMapping(long at, long dataPosition, int length, boolean fin, int checksum) {
    return receiver.onMapping(at, dataPosition, length, fin, checksum);
  }

  /** A DSS came on it. */
  void dssCame() {
    dssPasses = true;
  }

  /** Whether a DSS came on it: options pass its path. */
  boolean dssPasses() {
    return dssPasses;
  }

  SubflowReceiver receiver() {
    return receiver;
  }

  /** Drops its buffers; it is no longer reachable. */
  void release() {
    if (!released) {
      released = true;
      receiver.clear();
      sent.clear();
    }
  }

  // SegmentExtension

  @Override
  public int planOptions(OutgoingSegment segment, int room) {
    return connection.planner().plan(this, segment, room);
  }

  @Override
  public void writeOptions(OutgoingSegment segment, ByteBuffer target) {
    connection.planner().write(this, segment, target);
  }

  @Override
  public TimeWait.Farewell farewell() {
    return phase == Phase.OPEN
        ? connection.planner().farewell()
        : SegmentExtension.super.farewell();
  }

  @Override
  public boolean onSegment(SegmentView segment, long nowNanos) {
    return connection.reader().read(this, segment, nowNanos);
  }

  @Override
  public boolean isSignal(SegmentView segment) {
    return phase != Phase.PLAIN && OptionReader.isSignal(segment.options());
  }

  @Override
  public CloseReason onReset(SegmentView segment, CloseReason reason) {
    return connection.reader().readReset(this, segment.options(), reason);
  }

  // TcpUser

  @Override
  public void onEstablished(TcpConnection c, long nowNanos) {
    connection.reports().onTcpEstablished(this);
  }

  @Override
  public void onText(
      TcpConnection c, long position, PacketBuffer buffer, int offset, int length, long nowNanos) {
    receiver.onText(position, buffer, offset, length, nowNanos);
  }

  @Override
  public void onAcked(TcpConnection c, long nowNanos) {
    connection.reports().onTcpAcked(this, nowNanos);
  }

  @Override
  public void onRemoteFin(TcpConnection c, long nowNanos) {
    connection.reports().onTcpFin(this);
  }

  @Override
  public void onRetransmissionTimeout(TcpConnection c, long nowNanos) {
    connection.reports().onTcpTimeout(this);
  }

  @Override
  public void onChallenge(TcpConnection c, boolean sent) {
    connection.count(sent ? Mib.CHALLENGE_ACKS : Mib.CHALLENGES_SUPPRESSED);
  }

  @Override
  public void onClosed(TcpConnection c, CloseReason reason, long nowNanos) {
    connection.joins().onClosed(this);
    connection.reports().onTcpClosed(this, reason);
  }

  @Override
  public boolean hasMemory(TcpConnection c, int bufferBytes, boolean inOrder) {
    boolean has = connection.receiver().hasMemory(bufferBytes, inOrder);
    connection.count(Mib.MEMORY_DROPS, has ? 0 : 1);
    return has;
  }

  @Override
  public long receiveWindow(TcpConnection c) {
    return receiver.window();
  }

  @Override
  public boolean hasMoreToSend(TcpConnection c) {
    return usable() && connection.sender().waits();
  }

  /** "The receive window is shared by all subflows" (RFC 6824, section 3.3.5). */
  @Override
  public boolean sharesReceiveWindow() {
    return connection.negotiation().isMultipath();
  }

  // Subflow

  @Override
  public int id() {
    return id;
  }

  @Override
  public InetSocketAddress localAddress() {
    return local;
  }

  @Override
  public InetSocketAddress remoteAddress() {
    return remote;
  }

  @Override
  public String zone() {
    return zone.name();
  }

  @Override
  public SubflowState state() {
    TcpState state = tcp.state();
    if (state == TcpState.CLOSED || state == TcpState.TIME_WAIT) {
      return SubflowState.CLOSED;
    }
    if (!state.isSynchronized() || phase == Phase.JOINING || phase == Phase.JOIN_CONFIRMING) {
      return SubflowState.CONNECTING;
    }
    return state == TcpState.ESTABLISHED ? SubflowState.ESTABLISHED : SubflowState.CLOSING;
  }

  @Override
  public boolean backup() {
    return path.backup();
  }

  @Override
  public boolean stale() {
    return tcp.info().timeoutsInRow() >= STALE_TIMEOUTS;
  }

  @Override
  public boolean canSend() {
    return usable() && quota(fullSegment()) > 0;
  }

  @Override
  public long smoothedRttNanos() {
    return tcp.info().smoothedRttNanos();
  }

  @Override
  public long rttVarianceNanos() {
    return tcp.info().rttVarianceNanos();
  }

  @Override
  public long minRttNanos() {
    return tcp.info().minRttNanos();
  }

  @Override
  public long retransmissionTimeoutNanos() {
    return tcp.info().retransmissionTimeoutNanos();
  }

  @Override
  public long congestionWindow() {
    return tcp.info().congestionWindow();
  }

  @Override
  public long slowStartThreshold() {
    return tcp.info().slowStartThreshold();
  }

  @Override
  public long inFlight() {
    return tcp.info().inFlight();
  }

  @Override
  public long queued() {
    return tcp.queuedBytes();
  }

  @Override
  public int maximumSegmentSize() {
    return fullSegment();
  }

  @Override
  public long bytesSent() {
    return tcp.info().bytesSent();
  }

  @Override
  public long bytesAcked() {
    return tcp.info().bytesAcked();
  }

  @Override
  public long bytesReceived() {
    return tcp.info().bytesReceived();
  }

  @Override
  public long bytesRetransmitted() {
    return tcp.info().bytesRetransmitted();
  }

  @Override
  public long timeouts() {
    return tcp.info().timeouts();
  }

  @Override
  public SubflowInfo info() {
    TcpInfo info = tcp.info();
    return new SubflowInfo(
        id,
        zone(),
        local,
        remote,
        tcp.state().name().replace('_', '-'),
        backup(),
        info.negotiated(),
        info.timing(),
        info.congestion(),
        info.windows(),
        info.traffic(),
        info.recovery(),
        info.limits());
  }

  @Override
  public void setBackup(boolean backup) {
    if (path.localBackup() != backup && phase != Phase.PLAIN) {
      path.localBackup(backup);
      connection.signals().prioritize(this, backup);
      connection.touch();
    }
  }

  @Override
  public void close() {
    connection.closeSubflow(this);
  }

  @Override
  public String toString() {
    return id
        + " "
        + zone.name()
        + " "
        + local
        + " -> "
        + remote
        + " "
        + state()
        + (backup() ? " backup" : "");
  }
}
