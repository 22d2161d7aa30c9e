package org.mptcp4j.impl.tcp;

/**
 * A range of the stream that was handed to TCP in one piece. No segment spans two chunks, so that
 * an extension can describe each segment by its chunk. Extensions derive from it.
 */
public class SendChunk {
  private long start;
  private int length;
  private boolean moreFollows;

  /** Position of the first byte in the stream; set when TCP takes the chunk. */
  public final long start() {
    return start;
  }

  /** Bytes, at least 1. */
  public final int length() {
    return length;
  }

  /** Position behind the last byte. */
  public final long end() {
    return start + length;
  }

  /** Says that the user has queued more than this, which is not handed to TCP yet. */
  public final void moreFollows(boolean value) {
    moreFollows = value;
  }

  final boolean moreFollows() {
    return moreFollows;
  }

  /** TCP holds it no longer: it is acknowledged, or the connection is over. Called once. */
  protected void onDropped() {}

  final void place(long position, int bytes) {
    start = position;
    length = bytes;
  }
}
