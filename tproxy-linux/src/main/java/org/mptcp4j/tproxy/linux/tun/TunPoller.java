package org.mptcp4j.tproxy.linux.tun;

import java.io.Closeable;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import org.mptcp4j.tproxy.linux.libc.Descriptor;
import org.mptcp4j.tproxy.linux.libc.Errno;
import org.mptcp4j.tproxy.linux.libc.SystemCalls;

/**
 * Waits for packets on several TUN devices, for a wake-up, or for a time: ppoll(2), whose limit is
 * in nanoseconds, and an eventfd(2).
 *
 * <p>One thread awaits; any thread may wake it up or close.
 */
public final class TunPoller implements Closeable {
  private static final int POLLFD_BYTES = 8;
  private static final short POLLIN = 1;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final SystemCalls calls = SystemCalls.get();
  private final List<TunDevice> devices;
  private final Descriptor event;
  private final int count;
  private final ByteBuffer pollFds;
  private final ByteBuffer timespec = nativeMemory(16);
  private final ByteBuffer eventCount = nativeMemory(8);
  private final long pollFdsAddress;
  private final long timespecAddress = calls.addressOf(timespec);
  private final long eventCountAddress = calls.addressOf(eventCount);
  private final ByteBuffer one = nativeMemory(8).putLong(0, 1);
  private final long oneAddress = calls.addressOf(one);
  private volatile boolean closed;

  /** Waits on {@code devices}, which it neither owns nor closes. */
  public TunPoller(List<TunDevice> devices) throws IOException {
    this.devices = List.copyOf(devices);
    int fd = calls.eventfd();
    if (fd < 0) {
      throw new IOException("eventfd: " + Errno.text(-fd));
    }
    event = new Descriptor(fd);
    count = this.devices.size() + 1;
    pollFds = nativeMemory(count * POLLFD_BYTES);
    pollFdsAddress = calls.addressOf(pollFds);
    for (int i = 0; i < count; i++) {
      // struct pollfd: int fd; short events; short revents
      pollFds.putInt(i * POLLFD_BYTES, i == 0 ? fd : this.devices.get(i - 1).number());
      pollFds.putShort(i * POLLFD_BYTES + 4, POLLIN);
    }
  }

  /**
   * Waits until a packet waits, {@link #wakeup} is called, or the time is over; may return early.
   *
   * @param nanos at most so long; 0 or less returns at once, {@link Long#MAX_VALUE} never ends
   * @throws ClosedChannelException after {@link #close}
   */
  public void await(long nanos) throws IOException {
    requireOpen();
    long limit = 0;
    if (nanos != Long.MAX_VALUE) {
      long bounded = Math.max(nanos, 0);
      timespec.putLong(0, bounded / NANOS_PER_SECOND);
      timespec.putLong(8, bounded % NANOS_PER_SECOND);
      limit = timespecAddress;
    }
    try {
      poll(limit);
    } finally {
      Reference.reachabilityFence(this);
    }
    requireOpen();
  }

  /** Ends the current or the next {@link #await}. */
  public void wakeup() {
    try {
      calls.write(event.number(), oneAddress, 8);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Wakes up whoever waits; {@link #await} fails from now on. */
  @Override
  public void close() {
    closed = true;
    wakeup();
  }

  /** Whether the last {@link #await} found that a packet, or an error, waits at a device. */
  public boolean ready(int index) {
    return pollFds.getShort((index + 1) * POLLFD_BYTES + 6) != 0;
  }

  private void poll(long limit) throws IOException {
    int ready = calls.ppoll(pollFdsAddress, count, limit);
    if (ready < 0 && ready != -Errno.EINTR) {
      throw new IOException("ppoll: " + Errno.text(-ready));
    }
    if (ready > 0 && pollFds.getShort(6) != 0) {
      calls.read(event.number(), eventCountAddress, 8);
    }
  }

  private void requireOpen() throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
  }

  private static ByteBuffer nativeMemory(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
  }
}
