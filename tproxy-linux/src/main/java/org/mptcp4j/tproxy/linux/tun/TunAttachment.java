package org.mptcp4j.tproxy.linux.tun;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.mptcp4j.tproxy.linux.libc.Descriptor;
import org.mptcp4j.tproxy.linux.libc.Errno;
import org.mptcp4j.tproxy.linux.libc.SystemCalls;

/** TUNSETIFF (linux/if_tun.h): a descriptor of the TUN driver becomes that of one device. */
final class TunAttachment {
  static final String DRIVER = "/dev/net/tun";
  private static final long TUNSETIFF = 0x400454caL;
  private static final short IFF_TUN = 0x0001;
  private static final short IFF_NO_PI = 0x1000;
  private static final int IFNAMSIZ = 16;
  private static final int IFREQ_BYTES = 40;

  private TunAttachment() {}

  static Descriptor attach(String name) throws IOException {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    if (bytes.length == 0 || bytes.length >= IFNAMSIZ || !name.matches("[^\\s/:%]+")) {
      throw new IOException("'" + name + "' is no device name: 1 to 15 bytes, no space, / : or %");
    }
    SystemCalls calls = SystemCalls.get();
    int fd =
        calls.open(DRIVER, SystemCalls.O_RDWR | SystemCalls.O_NONBLOCK | SystemCalls.O_CLOEXEC);
    if (fd < 0) {
      throw new IOException(DRIVER + ": " + openProblem(-fd));
    }
    Descriptor descriptor = new Descriptor(fd);
    // struct ifreq: the name, then a union that begins with short ifr_flags
    ByteBuffer request = ByteBuffer.allocateDirect(IFREQ_BYTES).order(ByteOrder.nativeOrder());
    request.put(bytes).putShort(IFNAMSIZ, (short) (IFF_TUN | IFF_NO_PI));
    int result;
    try {
      result = calls.ioctl(fd, TUNSETIFF, calls.addressOf(request));
    } finally {
      Reference.reachabilityFence(request);
    }
    if (result < 0) {
      descriptor.close();
      throw new IOException("device " + name + ": " + attachProblem(-result));
    }
    return descriptor;
  }

  private static String openProblem(int errno) {
    return switch (errno) {
      case Errno.ENOENT, Errno.ENXIO, Errno.ENODEV ->
          "missing: the kernel has no TUN driver, or the container was not given it";
      case Errno.EACCES, Errno.EPERM -> "permission denied: run as root, or in unshare -Urnm";
      default -> Errno.text(errno);
    };
  }

  private static String attachProblem(int errno) {
    return switch (errno) {
      case Errno.EPERM, Errno.EACCES -> "not permitted: it needs root or CAP_NET_ADMIN";
      case Errno.EBUSY -> "in use by another process";
      case Errno.EINVAL -> "exists and is no plain TUN device";
      default -> Errno.text(errno);
    };
  }
}
