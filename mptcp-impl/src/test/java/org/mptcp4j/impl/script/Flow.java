package org.mptcp4j.impl.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.mptcp4j.engine.Zone;

/**
 * The peer's end of one TCP connection. It keeps count of sequence numbers and nothing else: what
 * it sends, and when, is in the script.
 */
public final class Flow {
  private final Bench bench;
  private final Zone zone;
  private final InetSocketAddress peer;
  private final InetSocketAddress local;
  private final Deque<Seen> inbox;
  private int iss = -200; // wraps early
  private int sndNxt = iss;
  private int irs;
  private int rcvNxt;
  private int window = 65_535;
  private boolean timestamps;
  private int lastTsValue;

  Flow(Bench bench, Zone zone, InetSocketAddress peer, InetSocketAddress local) {
    this.bench = bench;
    this.zone = zone;
    this.peer = peer;
    this.local = local;
    inbox = bench.inbox(local, peer);
  }

  public Bench bench() {
    return bench;
  }

  public Zone zone() {
    return zone;
  }

  /** The peer's socket. */
  public InetSocketAddress peer() {
    return peer;
  }

  /** The engine's socket. */
  public InetSocketAddress local() {
    return local;
  }

  public Flow iss(int value) {
    iss = value;
    sndNxt = value;
    return this;
  }

  /** Adds timestamps to all segments (RFC 7323). */
  public Flow withTimestamps() {
    timestamps = true;
    return this;
  }

  boolean timestamps() {
    return timestamps;
  }

  int lastTsValue() {
    return lastTsValue;
  }

  /** The window of the segments to come, in bytes; it is not scaled. */
  public Flow window(int bytes) {
    window = bytes;
    return this;
  }

  int window() {
    return window;
  }

  public int sndNxt() {
    return sndNxt;
  }

  public int rcvNxt() {
    return rcvNxt;
  }

  /** The engine's initial sequence number. */
  public int irs() {
    return irs;
  }

  public int iss() {
    return iss;
  }

  /** The next byte's sequence number as a mapping has it: the SYN is 0. */
  public int ssn() {
    return sndNxt - iss;
  }

  /** So much of the sequence space was sent, though not by the next segment in turn. */
  public void skip(int sequenceLength) {
    sndNxt += sequenceLength;
  }

  /** A segment to write: an ACK at the current numbers, unless it is changed. */
  public Segment segment() {
    return new Segment(this);
  }

  public Segment syn() {
    return segment().flags("S");
  }

  /** The next packet; fails where there is none. */
  public Seen expect() {
    assertThat(inbox).as("packets on " + local + " > " + peer).isNotEmpty();
    return take(inbox.pollFirst());
  }

  /** The next packet, with these of the flags S, F, R, A and no others. */
  public Seen expect(String flags) {
    Seen seen = expect();
    assertThat(seen.flags()).as(seen + ", and then " + inbox).isEqualTo(flags);
    return seen;
  }

  /** The next packet with payload; pure ACKs before it are skipped. */
  public Seen expectData() {
    Seen seen;
    do {
      seen = expect();
      assertThat(seen.flags()).as(seen.toString()).doesNotContain("R");
    } while (seen.payload().length == 0);
    return seen;
  }

  public void expectNothing() {
    assertThat(inbox).isEmpty();
  }

  /** All packets that wait. */
  public List<Seen> drain() {
    List<Seen> all = new ArrayList<>();
    while (!inbox.isEmpty()) {
      all.add(take(inbox.pollFirst()));
    }
    return all;
  }

  /** All packets that wait, without taking them. */
  public List<Seen> waiting() {
    return List.copyOf(inbox);
  }

  private Seen take(Seen seen) {
    if (seen.flags().startsWith("S")) {
      irs = seen.seq();
      rcvNxt = seen.seq() + 1;
    } else if (seen.seq() == rcvNxt && !seen.flags().contains("R")) {
      rcvNxt += seen.length();
    }
    if (seen.tsValue() != 0) {
      lastTsValue = seen.tsValue();
    }
    return seen;
  }

  /** Puts an earlier taken SYN of the engine on the record. */
  public Flow opened(Seen syn) {
    take(syn);
    return this;
  }
}
