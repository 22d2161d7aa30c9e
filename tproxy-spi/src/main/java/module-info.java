/** What a platform offers to a transparent gateway or a host on TUN devices: interfaces only. */
module org.mptcp4j.tproxy {
  requires transitive org.mptcp4j;

  exports org.mptcp4j.tproxy;

  uses org.mptcp4j.tproxy.PacketPlatform;
}
