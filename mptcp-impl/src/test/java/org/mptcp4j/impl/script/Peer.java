package org.mptcp4j.impl.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.MptcpVersion;
import org.mptcp4j.engine.ConnectTarget;
import org.mptcp4j.engine.EngineConnection;
import org.mptcp4j.engine.ListenTarget;
import org.mptcp4j.impl.wire.Checksums;
import org.mptcp4j.impl.wire.DssChecksum;
import org.mptcp4j.impl.wire.IpAddress;
import org.mptcp4j.impl.wire.option.DssLayout;
import org.mptcp4j.impl.wire.option.MptcpOption;
import org.mptcp4j.spi.PathManagerProvider;

/**
 * A scripted host of Multipath TCP, version 0 unless it is told otherwise: its key, its place in
 * the data sequence spaces, and the handshakes that a test does not want to spell out. Data
 * positions are relative to the IDSN: the first byte has position 1.
 */
public final class Peer {
  /** Who opens the connection. */
  public enum Role {
    PEER_OPENS,
    ENGINE_OPENS
  }

  /** Flag H: HMAC-SHA1 in version 0, HMAC-SHA256 in version 1. */
  private static final int HMAC_SHA = 0x01;

  private static final int CHECKSUM_REQUIRED = 0x80;
  private static final int JOIN_NONCE = 0x5EED_0001;

  private final Bench bench;
  private final Recorder recorder = new Recorder();
  private final RecordedPaths paths = new RecordedPaths();
  private Dialect dialect = Dialect.of(MptcpVersion.V0);
  private ConnectionOptions options =
      Bench.options().withPathManager(PathManagerProvider.of("recorded", () -> paths));
  private long key = 0x0102_0304_0506_0708L;
  private long remoteKey;
  private boolean wantsChecksum;
  private boolean v6;
  private boolean timestamps;
  private boolean dsn64;
  private boolean ack64;
  private int port = Bench.PORT;
  private long sndNxt = 1;
  private long rcvNxt = 1;
  private Role role = Role.PEER_OPENS;
  private boolean thirdAckUnsure;
  private Flow flow;
  private EngineConnection connection;
  private MptcpOption.MpJoinSyn lastJoin;

  public Peer(Bench bench) {
    this.bench = bench;
  }

  /** A peer with an established connection whose MPTCP is confirmed by a DSS. */
  public static Peer connected(Bench bench, Role role) {
    return new Peer(bench).establish(role).confirm();
  }

  public Peer key(long value) {
    key = value;
    return this;
  }

  /** What the peer speaks, 0 or 1; the engine is told to speak nothing else. */
  public Peer version(int version) {
    return version(version == 0 ? MptcpVersion.V0 : MptcpVersion.V1);
  }

  /** Like {@link #version(int)}; to be called before {@link #options}. */
  public Peer version(MptcpVersion version) {
    dialect = Dialect.of(version);
    options = options.withVersion(version);
    return this;
  }

  public MptcpVersion version() {
    return dialect.version();
  }

  /** The hashes of the peer's version. */
  public Crypto crypto() {
    return dialect.crypto();
  }

  /** Sets the checksum bit of the peer's MP_CAPABLE. */
  public Peer wantsChecksum() {
    wantsChecksum = true;
    return this;
  }

  /** Runs over IPv6. */
  public Peer v6() {
    v6 = true;
    return this;
  }

  /** Offers timestamps. */
  public Peer timestamps() {
    timestamps = true;
    return this;
  }

  /** The port that the engine listens on, or connects to. */
  public Peer port(int value) {
    port = value;
    return this;
  }

  /** The engine's options. */
  public Peer options(ConnectionOptions value) {
    options = value.withPathManager(PathManagerProvider.of("recorded", () -> paths));
    return this;
  }

  /** A path manager that does something, in place of the one that only writes down. */
  public Peer pathManager(PathManagerProvider value) {
    options = options.withPathManager(value);
    return this;
  }

  public ConnectionOptions options() {
    return options;
  }

  /** Which numbers the peer writes in full. */
  public Peer wide(boolean dsn, boolean dataAck) {
    dsn64 = dsn;
    ack64 = dataAck;
    return this;
  }

  public Bench bench() {
    return bench;
  }

  public Flow flow() {
    return flow;
  }

  public Recorder recorder() {
    return recorder;
  }

  public RecordedPaths paths() {
    return paths;
  }

  public EngineConnection connection() {
    return connection;
  }

  public long key() {
    return key;
  }

  public long remoteKey() {
    return remoteKey;
  }

  private boolean checksum() {
    return wantsChecksum || options.checksum();
  }

  // the first subflow

  /** The engine listens, or connects, and the flow is there; nothing was answered yet. */
  public Peer start(Role opener) {
    role = opener;
    thirdAckUnsure = opener == Role.PEER_OPENS;
    if (opener == Role.PEER_OPENS) {
      bench.engine().listen(ListenTarget.port(port), r -> connection = r.accept(options, recorder));
      flow = bench.flow(0, Bench.at(host(0, false), 40_000), Bench.at(host(0, true), port));
      if (timestamps) {
        flow.withTimestamps();
      }
      return this;
    }
    ConnectTarget target =
        new ConnectTarget(
            bench.zone(0), Bench.at(host(0, true), 0), Bench.at(host(0, false), port));
    connection = bench.engine().connect(target, options, recorder);
    bench.poll();
    Seen syn = bench.takeSyn();
    assertThat(syn).as("the engine's SYN").isNotNull();
    learnKey(syn);
    flow = bench.flow(0, syn.to(), syn.from()).opened(syn);
    if (timestamps) {
      flow.withTimestamps();
    }
    return this;
  }

  /** The engine's or the peer's literal address in a zone. */
  public String host(int zone, boolean engine) {
    String last = engine ? "1" : "2";
    return v6 ? "fd00:" + (zone + 1) + "::" + last : "10.0." + (zone + 1) + "." + last;
  }

  /** Takes the engine's key from its packet, if that has one. */
  private void learnKey(Seen seen) {
    if (seen.has(MptcpOption.MpCapable.class) && seen.capable().length() >= 12) {
      remoteKey = seen.capable().senderKey();
    }
  }

  /** MP_CAPABLE of the peer's SYN or SYN+ACK. */
  public MptcpOption.MpCapable capable() {
    int flags = HMAC_SHA | (wantsChecksum ? CHECKSUM_REQUIRED : 0);
    return role == Role.PEER_OPENS
        ? dialect.capableSyn(flags, key)
        : dialect.capableSynAck(flags, key);
  }

  /** MP_CAPABLE of the third ACK. */
  public MptcpOption.MpCapable capableAck() {
    int flags = HMAC_SHA | (checksum() ? CHECKSUM_REQUIRED : 0);
    return dialect.capableAck(flags, key, remoteKey);
  }

  /** Takes the engine's SYN+ACK and the key in it. */
  public void takeSynAck() {
    learnKey(flow.expect("SA"));
  }

  /** Takes the engine's third ACK and the key in it. */
  public Seen takeThirdAck() {
    Seen third = flow.expect("A");
    learnKey(third);
    return third;
  }

  /** The whole three-way handshake. */
  public Peer establish(Role opener) {
    start(opener);
    if (opener == Role.PEER_OPENS) {
      flow.syn().mss(1460).option(capable()).send();
      takeSynAck();
      flow.segment().option(capableAck()).send();
    } else {
      flow.segment().flags("SA").mss(1460).option(capable()).send();
      takeThirdAck();
    }
    assertThat(recorder.events()).contains("established");
    return this;
  }

  /** The first DSS, with a DATA_ACK alone; and there is silence after it. */
  public Peer confirm() {
    thirdAckUnsure = false;
    flow.segment().option(dataAck()).send();
    flow.drain();
    flow.segment().option(dataAck()).send();
    flow.expectNothing();
    return this;
  }

  // data

  public long idsn() {
    return crypto().idsn(key);
  }

  public long remoteIdsn() {
    return crypto().idsn(remoteKey);
  }

  /** The position of the next byte that the peer sends. */
  public long sndNxt() {
    return sndNxt;
  }

  /** Sent, though not by {@link #data}. */
  public void skip(int bytes) {
    sndNxt += bytes;
  }

  /** The position that the peer expects next. */
  public long rcvNxt() {
    return rcvNxt;
  }

  /** DSS with a DATA_ACK alone. */
  public MptcpOption.Dss dataAck() {
    return dataAck(rcvNxt);
  }

  public MptcpOption.Dss dataAck(long position) {
    return new MptcpOption.Dss(ackFlags(), remoteIdsn() + position, 0, 0, 0, false, 0);
  }

  private int ackFlags() {
    return DssLayout.DATA_ACK | (ack64 ? DssLayout.DATA_ACK_64 : 0);
  }

  /** DSS with a mapping, with its checksum where that was negotiated, and a DATA_ACK. */
  public MptcpOption.Dss map(long position, int ssn, byte[] payload) {
    return dss(position, ssn, payload, false);
  }

  /** DSS with a DATA_FIN behind {@code payload}; without payload its mapping's SSN is 0. */
  public MptcpOption.Dss mapFin(long position, int ssn, byte[] payload) {
    return dss(position, payload.length == 0 ? 0 : ssn, payload, true);
  }

  private MptcpOption.Dss dss(long position, int ssn, byte[] payload, boolean fin) {
    int flags =
        ackFlags()
            | DssLayout.MAPPING
            | (dsn64 ? DssLayout.DSN_64 : 0)
            | (fin ? DssLayout.DATA_FIN : 0);
    int length = payload.length + (fin ? 1 : 0);
    long dsn = idsn() + position;
    int sum = checksum() ? DssChecksum.compute(dsn, ssn, length, sum(payload)) : 0;
    return new MptcpOption.Dss(flags, remoteIdsn() + rcvNxt, dsn, ssn, length, checksum(), sum);
  }

  static long sum(byte[] payload) {
    return Checksums.add(0, ByteBuffer.wrap(payload), 0, payload.length);
  }

  /**
   * What {@code payload} carries if it is the first that the opener sends: until a DSS told it that
   * the third ACK arrived, that may be another than a DSS.
   */
  public MptcpOption mapFirst(byte[] payload) {
    return dialect.firstData(map(1, 1, payload), capableAck());
  }

  /** Sends the next data in one segment with its mapping. */
  public void data(Flow on, String text) {
    byte[] bytes = bytes(text);
    boolean first = thirdAckUnsure && on == flow && sndNxt == 1;
    MptcpOption mapping = first ? mapFirst(bytes) : map(sndNxt, on.ssn(), bytes);
    on.segment().option(mapping).payload(bytes).send();
    sndNxt += bytes.length;
  }

  /** Sends a DATA_FIN alone; a repeated one keeps its position. */
  public void dataFin(Flow on) {
    on.segment().option(mapFin(sndNxt, 0, new byte[0])).send();
  }

  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** The position that a packet of the engine acknowledges at the data level. */
  public long acked(Seen seen) {
    MptcpOption.Dss dss = seen.dss();
    assertThat(dss.flags() & DssLayout.DATA_ACK).as("DATA_ACK of " + seen).isNotZero();
    long distance = dss.dataAck() - idsn();
    return (dss.flags() & DssLayout.DATA_ACK_64) != 0 ? distance : (int) distance;
  }

  /** The mapping in a packet of the engine: its DSS, or what stands in MP_CAPABLE in its place. */
  public MptcpOption.Dss mapping(Seen seen) {
    if (seen.has(MptcpOption.Dss.class)) {
      return seen.dss();
    }
    MptcpOption.MpCapable capable = seen.capable();
    assertThat(capable.length()).as("MP_CAPABLE with data: " + seen).isIn(22, 24);
    return new MptcpOption.Dss(
        DssLayout.MAPPING | DssLayout.DSN_64,
        0,
        remoteIdsn() + 1,
        1,
        capable.dataLevelLength(),
        capable.length() == 24,
        capable.checksum());
  }

  /** The position to which a packet of the engine maps its first byte. */
  public long mapped(Seen seen) {
    MptcpOption.Dss dss = mapping(seen);
    assertThat(dss.flags() & DssLayout.MAPPING).as("mapping of " + seen).isNotZero();
    long distance = dss.dsn() - remoteIdsn();
    return (dss.flags() & DssLayout.DSN_64) != 0 ? distance : (int) distance;
  }

  /**
   * Takes the engine's next data and checks its mapping: right subflow sequence number, its whole
   * payload covered, right checksum. Acknowledges nothing.
   */
  public Seen expectData(Flow on) {
    Seen seen = on.expectData();
    MptcpOption.Dss dss = mapping(seen);
    thirdAckUnsure = false;
    int fin = (dss.flags() & DssLayout.DATA_FIN) != 0 ? 1 : 0;
    assertThat(dss.subflowSequence()).as(seen.toString()).isEqualTo(seen.seq() - on.irs());
    assertThat(dss.dataLevelLength()).as(seen.toString()).isEqualTo(seen.payload().length + fin);
    assertThat(dss.hasChecksum()).as("checksum of " + seen).isEqualTo(checksum());
    if (checksum()) {
      long dsn = remoteIdsn() + mapped(seen);
      int length = dss.dataLevelLength();
      int right = DssChecksum.compute(dsn, dss.subflowSequence(), length, sum(seen.payload()));
      assertThat(dss.checksum()).as("checksum of " + seen).isEqualTo(right);
    }
    if (mapped(seen) == rcvNxt) {
      rcvNxt += dss.dataLevelLength();
    }
    return seen;
  }

  /** A DATA_FIN alone was taken. */
  public void takeDataFin(Seen seen) {
    assertThat(seen.dss().flags() & DssLayout.DATA_FIN).as("DATA_FIN of " + seen).isNotZero();
    assertThat(mapped(seen)).isEqualTo(rcvNxt);
    rcvNxt += seen.dss().dataLevelLength();
  }

  /** Acknowledges all that was taken, on the subflow and at the data level. */
  public void ack(Flow on) {
    on.segment().option(dataAck()).send();
  }

  /** The engine's last DATA_ACK on a flow after a while; takes all packets of the flow. */
  public long ackedSoon(Flow on) {
    bench.advance(500 * Bench.MILLI);
    List<Seen> all = on.drain();
    thirdAckUnsure = false;
    long last = -1;
    for (Seen seen : all) {
      last = seen.has(MptcpOption.Dss.class) ? Math.max(last, acked(seen)) : last;
    }
    assertThat(last).as("a DATA_ACK among " + all).isNotNegative();
    return last;
  }

  /** The engine's user writes. */
  public void engineWrites(String text) {
    ByteBuffer source = ByteBuffer.wrap(bytes(text));
    connection.write(source);
    assertThat(source.hasRemaining()).as("room to write").isFalse();
    bench.poll();
  }

  // addresses

  /**
   * ADD_ADDR as the peer's version has it.
   *
   * @param port 0 for none
   */
  public MptcpOption.AddAddr addAddr(int id, String address, int port) {
    return dialect.addAddr(id, address(address), port, key, remoteKey);
  }

  /** The peer's answer to an ADD_ADDR of the engine; version 1 alone has one. */
  public MptcpOption.AddAddr echo(MptcpOption.AddAddr announced) {
    return dialect.echo(announced);
  }

  /** The ADD_ADDR that the engine is to send for an address of its own. */
  public MptcpOption.AddAddr expectedAddAddr(int id, String address, int port) {
    return dialect.addAddr(id, address(address), port, remoteKey, key);
  }

  private static IpAddress address(String literal) {
    return IpAddress.of(Bench.at(literal, 0).getAddress());
  }

  // more subflows

  /** MP_JOIN of the peer's SYN. */
  public MptcpOption.MpJoinSyn joinSyn(int addressId) {
    return new MptcpOption.MpJoinSyn(false, addressId, crypto().token(remoteKey), JOIN_NONCE);
  }

  /** MP_JOIN of the peer's third ACK. */
  public MptcpOption.MpJoinAck joinAck(MptcpOption.MpJoinSynAck answer) {
    byte[] hmac = crypto().joinHmac(key, remoteKey, JOIN_NONCE, answer.nonce());
    return new MptcpOption.MpJoinAck(HexFormat.of().formatHex(hmac));
  }

  /** MP_JOIN of the peer's SYN+ACK. */
  public MptcpOption.MpJoinSynAck joinSynAck(MptcpOption.MpJoinSyn syn, int addressId) {
    byte[] hmac = crypto().joinHmac(key, remoteKey, JOIN_NONCE, syn.nonce());
    long leftmost = ByteBuffer.wrap(hmac).getLong(0);
    return new MptcpOption.MpJoinSynAck(false, addressId, leftmost, JOIN_NONCE);
  }

  /** The HMAC that the engine sends where it answered the peer's SYN. */
  public long expectedSynAckHmac(int nonce) {
    return ByteBuffer.wrap(crypto().joinHmac(remoteKey, key, nonce, JOIN_NONCE)).getLong(0);
  }

  /** The HMAC of the engine's third ACK. */
  public String expectedAckHmac(int nonce) {
    return HexFormat.of().formatHex(crypto().joinHmac(remoteKey, key, nonce, JOIN_NONCE));
  }

  /** A flow over zone b that is not open yet, from one port on. */
  public Flow second(int peerPort) {
    Flow other = bench.flow(1, Bench.at(host(1, false), peerPort), Bench.at(host(1, true), port));
    return timestamps ? other.withTimestamps() : other;
  }

  /** The peer opens another subflow over zone b, up to the fourth ACK. */
  public Flow joins(int addressId) {
    Flow other = second(40_000 + addressId);
    other.syn().mss(1460).option(joinSyn(addressId)).send();
    MptcpOption.MpJoinSynAck answer = other.expect("SA").option(MptcpOption.MpJoinSynAck.class);
    assertThat(answer.truncatedHmac()).isEqualTo(expectedSynAckHmac(answer.nonce()));
    other.segment().option(joinAck(answer)).send();
    other.expect("A");
    return other;
  }

  /** The engine is told to open another subflow over zone b; its SYN was taken. */
  public Flow engineStartsJoin(boolean backup) {
    return engineStartsJoin(port, backup);
  }

  /** Like {@link #engineStartsJoin(boolean)}, to another port of the peer. */
  public Flow engineStartsAnotherJoin() {
    return engineStartsJoin(port + 1000, false);
  }

  private Flow engineStartsJoin(int peerPort, boolean backup) {
    ConnectTarget target =
        new ConnectTarget(
            bench.zone(1), Bench.at(host(1, true), 0), Bench.at(host(1, false), peerPort));
    connection.openSubflow(target, backup);
    bench.poll();
    Seen syn = bench.takeSyn();
    assertThat(syn).as("the engine's SYN with MP_JOIN").isNotNull();
    lastJoin = syn.option(MptcpOption.MpJoinSyn.class);
    Flow other = bench.flow(1, syn.to(), syn.from()).opened(syn);
    return timestamps ? other.withTimestamps() : other;
  }

  /** MP_JOIN of the engine's last SYN. */
  public MptcpOption.MpJoinSyn lastJoin() {
    return lastJoin;
  }

  /** The engine opens another subflow over zone b, up to the fourth ACK. */
  public Flow engineJoins() {
    Flow other = engineStartsJoin(false);
    other.segment().flags("SA").mss(1460).option(joinSynAck(lastJoin, 1)).send();
    MptcpOption.MpJoinAck third = other.expect("A").option(MptcpOption.MpJoinAck.class);
    assertThat(third.hmac()).isEqualTo(expectedAckHmac(lastJoin.nonce()));
    other.segment().option(dataAck()).send();
    return other;
  }

  /** A second subflow, opened by the same side as the first. */
  public Flow secondSubflow(Role role) {
    return role == Role.PEER_OPENS ? joins(1) : engineJoins();
  }
}
