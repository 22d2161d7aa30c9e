package org.mptcp4j.impl.mptcp.address;

/**
 * What Multipath TCP knows of a subflow's path: the IDs of its two addresses, whether either side
 * wants it as a backup (RFC 8684, section 3.3.8), and what it has to signal.
 */
public final class SubflowPath {
  private final SignalQueue signals = new SignalQueue();
  private final int localId;
  private final boolean peerOpened;
  private int remoteId;
  private boolean halfOpen;
  private boolean localBackup;
  private boolean remoteBackup;

  /**
   * @param localId ID of this side's address, 0 for that of the initial subflow
   * @param peerOpened whether the peer sent the SYN
   */
  public SubflowPath(int localId, boolean peerOpened) {
    this.localId = localId;
    this.peerOpened = peerOpened;
  }

  public boolean peerOpened() {
    return peerOpened;
  }

  /** The peer's MP_JOIN waits for its third ACK. */
  public boolean halfOpen() {
    return halfOpen;
  }

  public void halfOpen(boolean value) {
    halfOpen = value;
  }

  public SignalQueue signals() {
    return signals;
  }

  public int localId() {
    return localId;
  }

  /** 0 for the peer's address of the initial subflow. */
  public int remoteId() {
    return remoteId;
  }

  /** The peer's MP_JOIN. */
  public void joined(int addressId, boolean backup) {
    remoteId = addressId;
    remoteBackup = backup;
  }

  /** Either side asked for use as a backup only. */
  public boolean backup() {
    return localBackup || remoteBackup;
  }

  /** This side asked for it. */
  public boolean localBackup() {
    return localBackup;
  }

  public void localBackup(boolean backup) {
    localBackup = backup;
  }

  /** The peer asked for it. Returns whether that is a change. */
  public boolean remoteBackup(boolean backup) {
    boolean change = remoteBackup != backup;
    remoteBackup = backup;
    return change;
  }
}
