package org.mptcp4j.examples.aggregate;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.MptcpConnection;
import org.mptcp4j.MptcpListener;
import org.mptcp4j.MptcpStack;
import org.mptcp4j.engine.ListenTarget;

/** An end on our Multipath TCP, with a thread that reads and one that writes. */
final class OurEnd implements End {
  private static final int CHUNK = 1 << 16;

  private final Opening opening;
  private final Closeable listener;
  private final long bytes;
  private final CountDownLatch done = new CountDownLatch(1);
  private volatile MptcpConnection connection;
  private volatile Received received = new Received(0, 0, 0);
  private Span span;

  /** How the connection comes to be; waits for it. */
  private interface Opening {
    MptcpConnection open() throws IOException;
  }

  private OurEnd(Opening opening, Closeable listener, long bytes) {
    this.opening = opening;
    this.listener = listener;
    this.bytes = bytes;
  }

  /**
   * @param bytes to send
   */
  static OurEnd client(
      MptcpStack stack, InetSocketAddress remote, ConnectionOptions options, long bytes) {
    return new OurEnd(() -> stack.connect(remote, options), () -> {}, bytes);
  }

  /**
   * @param bytes to send
   */
  static OurEnd server(MptcpStack stack, int port, ConnectionOptions options, long bytes)
      throws IOException {
    MptcpListener listener = stack.listen(ListenTarget.port(port), options);
    return new OurEnd(listener::accept, listener, bytes);
  }

  @Override
  public void awaitReady() {}

  @Override
  public void run(Span value) {
    span = value;
    start(
        () -> {
          awaitTime(span.begin());
          connection = opening.open();
          start(this::write);
          read();
        });
  }

  /** What an application's thread does. */
  private interface Work {
    void run() throws IOException;
  }

  private static void start(Work work) {
    Thread thread = new Thread(() -> guarded(work), "exchange");
    thread.setDaemon(true);
    thread.start();
  }

  private static void guarded(Work work) {
    try {
      work.run();
    } catch (IOException e) {
      // Bytes that are missing show it, and the end of the measurement resets connections.
      System.getLogger("org.mptcp4j.examples").log(System.Logger.Level.DEBUG, e.getMessage());
    }
  }

  private void write() throws IOException {
    byte[] chunk = new byte[CHUNK];
    for (long left = bytes; left > 0; left -= CHUNK) {
      connection.write(ByteBuffer.wrap(chunk, 0, (int) Math.min(CHUNK, left)));
    }
    // as the kernel's end does
    awaitTime(span.mark());
    connection.shutdownOutput();
  }

  private void read() throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
    int count = connection.read(buffer);
    while (count >= 0) {
      long now = System.nanoTime();
      long total = received.bytes() + count;
      received = new Received(total, now < span.mark() ? total : received.marked(), now);
      count = connection.read(buffer.clear());
    }
    done.countDown();
  }

  private static void awaitTime(long nanos) {
    for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  @Override
  public Received received() throws IOException {
    try {
      boolean complete = done.await(span.end() - System.nanoTime(), TimeUnit.NANOSECONDS);
      return complete ? received : new Received(received.bytes(), received.marked(), span.end());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("an exchange").initCause(e);
    }
  }

  /** Only now, so that the peer can end in its own time. */
  @Override
  public void close() throws IOException {
    if (connection != null) {
      connection.abort();
    }
    listener.close();
  }
}
