import org.mptcp4j.tproxy.PacketPlatform;
import org.mptcp4j.tproxy.linux.LinuxPlatform;

/** Packet devices on Linux: TUN, and policy routing that diverts forwarded TCP to it. */
@SuppressWarnings("requires-automatic") // jnr-ffi and jffi come without a module-info
module org.mptcp4j.tproxy.linux {
  requires transitive org.mptcp4j.tproxy;
  requires org.jnrproject.ffi;
  requires org.jnrproject.jffi;

  exports org.mptcp4j.tproxy.linux;
  exports org.mptcp4j.tproxy.linux.tun;

  // The class that jnr-ffi generates behind the interface lives in an unnamed module.
  opens org.mptcp4j.tproxy.linux.libc;

  provides PacketPlatform with
      LinuxPlatform;
}
