package org.mptcp4j.benchmarks.network;

/** How large the packets of a {@link Network} are. */
public enum Packets {
  /** An MTU of 1500; both engines see to the checksums, as over a device without offload. */
  ETHERNET(1500),

  /**
   * Super-segments of up to 64 KiB over the same MTU, and checksums that the engines need not look
   * at: what a TUN device with segmentation offload takes and gives.
   */
  OFFLOADED(65_535);

  static final int MTU = 1500;

  private final int largest;

  Packets(int largest) {
    this.largest = largest;
  }

  /** Bytes of the largest packet, headers included. */
  int largest() {
    return largest;
  }
}
