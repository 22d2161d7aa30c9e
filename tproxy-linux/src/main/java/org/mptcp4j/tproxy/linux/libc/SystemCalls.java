package org.mptcp4j.tproxy.linux.libc;

import java.nio.ByteBuffer;

/**
 * The system calls that packet devices need. Each returns what the kernel does: 0 or more, or the
 * negative error number ({@link Errno}). Memory is given by address; the caller keeps it alive.
 */
public interface SystemCalls {
  int O_RDWR = 2;
  int O_NONBLOCK = 0x800;
  int O_CLOEXEC = 0x80000;
  int O_PATH = 0x200000;

  /** The ones of this process. */
  static SystemCalls get() {
    return JnrSystemCalls.INSTANCE;
  }

  int open(String path, int flags);

  int close(int fd);

  /** Makes {@code newFd} mean what {@code oldFd} does, closing what it meant, in one step. */
  int dup2(int oldFd, int newFd);

  /**
   * Has a device do something.
   *
   * @param argument an address or a number, as the request has it
   */
  int ioctl(int fd, long request, long argument);

  /** An eventfd, non-blocking. */
  int eventfd();

  long read(int fd, long address, long length);

  long write(int fd, long address, long length);

  /** {@code vectorAddress}: an array of struct iovec. */
  long writev(int fd, long vectorAddress, int count);

  /** {@code pollFdAddress}: an array of struct pollfd; {@code timespecAddress}: 0 for no limit. */
  int ppoll(long pollFdAddress, int count, long timespecAddress);

  /** Where the memory of a direct buffer begins; its position does not count. */
  long addressOf(ByteBuffer direct);
}
