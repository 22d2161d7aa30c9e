package org.mptcp4j.conformance.dialogue;

import org.mptcp4j.conformance.packet.MpOption;
import org.mptcp4j.conformance.packet.Secrets;
import org.mptcp4j.conformance.packet.Sums;
import org.mptcp4j.conformance.packet.Version;

/**
 * A Multipath TCP connection as the suite keeps it: keys, and both data streams. Data sequence
 * numbers are absolute, 64 bits; offsets count from 0 at the first byte.
 */
public final class Session {
  private final Version version;
  private final long ourKey;
  private final long peerKey;
  private final boolean checksum;
  private final ByteStream received = new ByteStream();
  private long sent;
  private long peerAcked = -1;
  private long peerFin = -1;
  private long acked;
  private boolean ourFin;

  Session(Version version, long ourKey, long peerKey, boolean checksum) {
    this.version = version;
    this.ourKey = ourKey;
    this.peerKey = peerKey;
    this.checksum = checksum;
  }

  /** A connection whose keys a case exchanged itself, for {@link Leg#session}. */
  public static Session of(Version version, long ourKey, long peerKey, boolean checksum) {
    return new Session(version, ourKey, peerKey, checksum);
  }

  public Version version() {
    return version;
  }

  public long ourKey() {
    return ourKey;
  }

  public long peerKey() {
    return peerKey;
  }

  /** What an MP_JOIN to this side names. */
  public int ourToken() {
    return Secrets.token(version, ourKey);
  }

  /** What an MP_JOIN to the peer names. */
  public int peerToken() {
    return Secrets.token(version, peerKey);
  }

  /** Whether DSS checksums were negotiated. */
  public boolean checksum() {
    return checksum;
  }

  /** The number of our byte at that offset; the IDSN is that of offset -1. */
  public long dsn(long offset) {
    return Secrets.idsn(version, ourKey) + 1 + offset;
  }

  /** The number of the peer's byte at that offset. */
  public long peerDsn(long offset) {
    return Secrets.idsn(version, peerKey) + 1 + offset;
  }

  /** The next data sequence number of ours. */
  public long sndNxt() {
    return dsn(sent + (ourFin ? 1 : 0));
  }

  /** The next data sequence number of the peer's that is awaited: the DATA_ACK. */
  public long rcvNxt() {
    boolean finCame = peerFin >= 0 && peerFin <= received.length();
    return peerDsn(received.length() + (finCame ? 1 : 0));
  }

  /** The DATA_ACK of all that came, for an option that is sent. */
  private long dataAck() {
    acked = received.length();
    return rcvNxt();
  }

  /** All of the peer's data that came in order. */
  public byte[] received() {
    return received.bytes();
  }

  /** How much of our data the peer acknowledged, DATA_FIN counted; 0 before the first DATA_ACK. */
  public long peerAcked() {
    return Math.max(0, peerAcked);
  }

  /** Whether a DATA_ACK of the peer's came. */
  public boolean isConfirmed() {
    return peerAcked >= 0;
  }

  /** Whether the peer's DATA_FIN came. */
  public boolean peerFinished() {
    return peerFin >= 0;
  }

  /** The peer sent the same byte twice with different values; or null. */
  public String conflict() {
    return received.conflict();
  }

  /**
   * A mapping of {@code payload} at our stream's end, which it moves on; with DATA_ACK, numbers of
   * 64 bits, and a checksum where that was negotiated.
   */
  public MpOption.Dss map(int ssn, byte[] payload) {
    MpOption.Dss dss = mapAt(sent, ssn, payload);
    sent += payload.length;
    return dss;
  }

  /** The same at any offset of our stream, which does not move on. */
  public MpOption.Dss mapAt(long offset, int ssn, byte[] payload) {
    MpOption.Dss dss = MpOption.Dss.map(dsn(offset), ssn, payload.length).withAck(dataAck());
    return checksum ? dss.withChecksum(Sums.dss(dsn(offset), ssn, payload.length, payload)) : dss;
  }

  /** Our stream moved on by so much, though {@link #map} did not do it. */
  public void skip(long bytes) {
    sent += bytes;
  }

  /** How long our stream is so far, bytes. */
  public long sent() {
    return sent;
  }

  /** A DATA_ACK of all that came. */
  public MpOption.Dss ack() {
    return MpOption.Dss.ack(dataAck());
  }

  /** DATA_FIN alone: "Subflow Sequence Number 0, Data-Level Length 1" (RFC 8684, section 3.3.3). */
  public MpOption.Dss fin() {
    MpOption.Dss dss = MpOption.Dss.map(dsn(sent), 0, 1).withAck(dataAck()).withFin();
    ourFin = true;
    return checksum ? dss.withChecksum(Sums.dss(dsn(sent), 0, 1, new byte[0])) : dss;
  }

  /** All 64 bits of the number in a mapping of the peer's. */
  public long fullDsn(MpOption.Dss mapping) {
    return peerDsn(peerOffset(mapping.dsn(), mapping.wideDsn()));
  }

  // what the peer sent

  /** The offset of a number of the peer's, with its 64 or its lower 32 bits. */
  long peerOffset(long dsn, boolean wide) {
    if (wide) {
      return dsn - peerDsn(0);
    }
    long near = received.length();
    return near + ((int) dsn - (int) peerDsn(near));
  }

  void onData(long offset, byte[] bytes) {
    if (!isProbe(offset, bytes.length)) {
      received.add(offset, bytes);
    }
  }

  /**
   * One octet below what was acknowledged brings nothing, as in a probe of a closed window: it may
   * be any, as in a keep-alive (RFC 9293, section 3.8.4).
   */
  private boolean isProbe(long offset, int length) {
    return length == 1 && offset == acked - 1;
  }

  void onFin(long offset) {
    peerFin = offset;
  }

  void onDataAck(long dataAck, boolean wide) {
    long near = Math.max(0, peerAcked);
    long offset = wide ? dataAck - dsn(0) : near + ((int) dataAck - (int) dsn(near));
    peerAcked = Math.max(peerAcked, offset);
  }
}
