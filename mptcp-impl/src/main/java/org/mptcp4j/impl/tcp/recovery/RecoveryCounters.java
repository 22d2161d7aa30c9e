package org.mptcp4j.impl.tcp.recovery;

/** What loss recovery has seen so far, for people to look at. */
public final class RecoveryCounters {
  long fastRecoveries;
  long deliveredBytes;
  long duplicateSacks;
  long undone;
  private final Rack rack;

  RecoveryCounters(Rack rack) {
    this.rack = rack;
  }

  /** Times that fast recovery was entered. */
  public long fastRecoveries() {
    return fastRecoveries;
  }

  /** Bytes acknowledged or sacked, each once, with the FIN. */
  public long deliveredBytes() {
    return deliveredBytes;
  }

  /** D-SACKs received. */
  public long duplicateSacks() {
    return duplicateSacks;
  }

  /** Recoveries that proved spurious. */
  public long undone() {
    return undone;
  }

  /** How far behind what was sent after it something arrived at the most, in bytes. */
  public long reorderingBytes() {
    return rack.reorderingBytes();
  }

  /** How long RACK waits for what is late, in nanoseconds. */
  public long reorderingWindow() {
    return rack.reorderingWindow();
  }
}
