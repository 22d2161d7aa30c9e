package org.mptcp4j.examples.kernel;

/** Whose stack is the client and whose the server. Two kernels are the control. */
enum Pair {
  OURS_TO_KERNEL(true, false),
  KERNEL_TO_OURS(false, true),
  KERNEL_TO_KERNEL(false, false);

  private final boolean ourClient;
  private final boolean ourServer;

  Pair(boolean ourClient, boolean ourServer) {
    this.ourClient = ourClient;
    this.ourServer = ourServer;
  }

  boolean ours(int side) {
    return side == Plan.CLIENT ? ourClient : ourServer;
  }
}
