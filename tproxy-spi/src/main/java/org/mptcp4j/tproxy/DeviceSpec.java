package org.mptcp4j.tproxy;

/** A device to open: an end host's own, or a gateway's side. */
public sealed interface DeviceSpec permits HostDevice, Diversion {
  /** The name of the device, or of the interface whose traffic is diverted: unique in a group. */
  String name();

  /**
   * Whether super-segments cross the device, cut by the operating system as late as it can or never
   * at all, and checksums are left to it. Without, each packet is what a wire would carry.
   */
  boolean offload();
}
