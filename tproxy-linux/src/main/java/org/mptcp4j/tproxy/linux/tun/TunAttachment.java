package org.mptcp4j.tproxy.linux.tun;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.mptcp4j.tproxy.linux.libc.Descriptor;
import org.mptcp4j.tproxy.linux.libc.Errno;
import org.mptcp4j.tproxy.linux.libc.SystemCalls;

/**
 * TUNSETIFF and TUNSETOFFLOAD (linux/if_tun.h): a descriptor of the TUN driver becomes that of one
 * device.
 */
final class TunAttachment {
  static final String DRIVER = "/dev/net/tun";
  private static final long TUNSETIFF = 0x400454caL;
  private static final long TUNSETOFFLOAD = 0x400454d0L;
  private static final short IFF_TUN = 0x0001;
  private static final short IFF_MULTI_QUEUE = 0x0100;
  private static final short IFF_NO_PI = 0x1000;
  private static final short IFF_VNET_HDR = 0x4000;

  /** TUN_F_CSUM, TUN_F_TSO4, TUN_F_TSO6, TUN_F_TSO_ECN. */
  private static final long OFFLOADS = 0x1 | 0x2 | 0x4 | 0x8;

  private static final int IFNAMSIZ = 16;
  private static final int IFREQ_BYTES = 40;

  private TunAttachment() {}

  /**
   * @param offload whether packets have a {@link VirtioHeader} and may be super-segments
   * @param queue whether it is one of several queues of its device
   */
  static Descriptor attach(String name, boolean offload, boolean queue) throws IOException {
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
    int flags = IFF_TUN | IFF_NO_PI | (offload ? IFF_VNET_HDR : 0) | (queue ? IFF_MULTI_QUEUE : 0);
    int result = name(descriptor, bytes, (short) flags);
    if (result >= 0 && offload) {
      result = calls.ioctl(fd, TUNSETOFFLOAD, OFFLOADS);
    }
    if (result < 0) {
      descriptor.close();
      throw new IOException("device " + name + ": " + attachProblem(-result, queue));
    }
    return descriptor;
  }

  private static int name(Descriptor descriptor, byte[] name, short flags) {
    SystemCalls calls = SystemCalls.get();
    // struct ifreq: the name, then a union that begins with short ifr_flags
    ByteBuffer request = ByteBuffer.allocateDirect(IFREQ_BYTES).order(ByteOrder.nativeOrder());
    request.put(name).putShort(IFNAMSIZ, flags);
    try {
      return calls.ioctl(descriptor.number(), TUNSETIFF, calls.addressOf(request));
    } finally {
      Reference.reachabilityFence(request);
    }
  }

  private static String openProblem(int errno) {
    return switch (errno) {
      case Errno.ENOENT, Errno.ENXIO, Errno.ENODEV ->
          "missing: the kernel has no TUN driver, or the container was not given it";
      case Errno.EACCES, Errno.EPERM -> "permission denied: run as root, or in unshare -Urnm";
      default -> Errno.text(errno);
    };
  }

  private static String attachProblem(int errno, boolean queue) {
    return switch (errno) {
      case Errno.EPERM, Errno.EACCES -> "not permitted: it needs root or CAP_NET_ADMIN";
      case Errno.EBUSY -> "in use by another process";
      case Errno.EINVAL ->
          "exists and is no " + (queue ? "TUN device of several queues" : "plain TUN device");
      default -> Errno.text(errno);
    };
  }
}
