package org.mptcp4j.tproxy.linux.libc;

import com.kenai.jffi.MemoryIO;
import java.nio.ByteBuffer;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Runtime;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;

/** {@link SystemCalls} through jnr-ffi. */
final class JnrSystemCalls implements SystemCalls {
  private static final int EFD_NONBLOCK = O_NONBLOCK;
  private static final int EFD_CLOEXEC = O_CLOEXEC;

  /** The functions by their names in the C library; addresses are plain numbers. */
  public interface CLibrary {
    int open(String path, int flags);

    int close(int fd);

    int dup2(int oldFd, int newFd);

    int ioctl(int fd, @size_t long request, @size_t long argument);

    int eventfd(int initial, int flags);

    @ssize_t
    long read(int fd, @size_t long address, @size_t long length);

    @ssize_t
    long write(int fd, @size_t long address, @size_t long length);

    @ssize_t
    long writev(int fd, @size_t long vector, int count);

    int ppoll(@size_t long pollFds, @size_t long count, @size_t long timespec, @size_t long mask);
  }

  static final JnrSystemCalls INSTANCE = new JnrSystemCalls();

  private final CLibrary library = LibraryLoader.create(CLibrary.class).load("c");
  private final Runtime runtime = Runtime.getRuntime(library);
  private final MemoryIO memory = MemoryIO.getInstance();

  @Override
  public int open(String path, int flags) {
    return outcome(library.open(path, flags));
  }

  @Override
  public int close(int fd) {
    return outcome(library.close(fd));
  }

  @Override
  public int dup2(int oldFd, int newFd) {
    return outcome(library.dup2(oldFd, newFd));
  }

  @Override
  public int ioctl(int fd, long request, long argument) {
    return outcome(library.ioctl(fd, request, argument));
  }

  @Override
  public int eventfd() {
    return outcome(library.eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
  }

  @Override
  public long read(int fd, long address, long length) {
    long n = library.read(fd, address, length);
    return n < 0 ? -runtime.getLastError() : n;
  }

  @Override
  public long write(int fd, long address, long length) {
    long n = library.write(fd, address, length);
    return n < 0 ? -runtime.getLastError() : n;
  }

  @Override
  public long writev(int fd, long vectorAddress, int count) {
    long n = library.writev(fd, vectorAddress, count);
    return n < 0 ? -runtime.getLastError() : n;
  }

  @Override
  public int ppoll(long pollFdAddress, int count, long timespecAddress) {
    return outcome(library.ppoll(pollFdAddress, count, timespecAddress, 0));
  }

  @Override
  public long addressOf(ByteBuffer direct) {
    return memory.getDirectBufferAddress(direct);
  }

  private int outcome(int result) {
    return result < 0 ? -runtime.getLastError() : result;
  }
}
