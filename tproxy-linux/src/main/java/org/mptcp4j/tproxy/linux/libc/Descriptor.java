package org.mptcp4j.tproxy.linux.libc;

import java.io.Closeable;
import java.lang.ref.Cleaner;

/**
 * A file descriptor that any thread may close while another one uses its number.
 *
 * <p>Closing replaces what the number means by something that takes no read or write (O_PATH), in
 * one step, so that a late call can't hit a stranger's file that was given the same number. The
 * number itself is given back once nobody can reach this object.
 */
public final class Descriptor implements Closeable {
  private static final Cleaner CLEANER = Cleaner.create();
  private static final int INERT =
      SystemCalls.get().open("/", SystemCalls.O_PATH | SystemCalls.O_CLOEXEC);

  private final int fd;
  private volatile boolean closed;

  /** Takes over {@code fd}. */
  public Descriptor(int fd) {
    this.fd = fd;
    CLEANER.register(this, () -> SystemCalls.get().close(fd));
  }

  public int number() {
    return fd;
  }

  public boolean closed() {
    return closed;
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      SystemCalls.get().dup2(INERT, fd);
    }
  }
}
