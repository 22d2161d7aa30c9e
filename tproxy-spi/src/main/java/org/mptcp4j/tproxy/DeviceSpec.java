package org.mptcp4j.tproxy;

/** A device to open: an end host's own, or a gateway's side. */
public sealed interface DeviceSpec permits HostDevice, Diversion {
  /** The name of the device, or of the interface whose traffic is diverted: unique in a group. */
  String name();
}
