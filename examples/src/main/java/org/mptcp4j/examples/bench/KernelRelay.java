package org.mptcp4j.examples.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A plain proxy on the kernel's sockets, which {@code mptcpize run} makes those of Multipath TCP.
 * Two threads and two buffers carry a connection, and serve the next one when it is over.
 */
public final class KernelRelay {
  private static final int BACKLOG = 512;
  private static final int BUFFER_BYTES = 256 << 10;

  private static final ThreadLocal<ByteBuffer> BUFFER =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(BUFFER_BYTES));

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final String target;

  private KernelRelay(String target) {
    this.target = target;
  }

  /**
   * Serves until the process is ended.
   *
   * @param arguments an address and ports: connections to each port go on to that port there
   */
  public static void main(String[] arguments) throws IOException {
    KernelRelay relay = new KernelRelay(arguments[0]);
    for (int i = 1; i < arguments.length; i++) {
      relay.listen(Integer.parseInt(arguments[i]));
    }
    System.out.println("ready relay");
  }

  private void listen(int port) throws IOException {
    ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.INET);
    listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
    listener.bind(new InetSocketAddress(port), BACKLOG);
    threads.execute(() -> accept(listener, new InetSocketAddress(target, port)));
  }

  private void accept(ServerSocketChannel listener, InetSocketAddress next) {
    try {
      while (true) {
        SocketChannel near = listener.accept();
        threads.execute(() -> serve(near, next));
      }
    } catch (IOException e) {
      System.out.println(e.getMessage());
      System.exit(1);
    }
  }

  private void serve(SocketChannel near, InetSocketAddress next) {
    try {
      SocketChannel far = SocketChannel.open(StandardProtocolFamily.INET);
      // no option for the near one: the kernel would have further subflows follow its socket, whose
      // congestion control is the default, instead of their routes
      far.setOption(StandardSocketOptions.TCP_NODELAY, true);
      far.connect(next);
      AtomicInteger open = new AtomicInteger(2);
      threads.execute(() -> pump(far, near, open));
      pump(near, far, open);
    } catch (IOException e) {
      close(near);
    }
  }

  private static void pump(SocketChannel from, SocketChannel to, AtomicInteger open) {
    ByteBuffer buffer = BUFFER.get();
    try {
      while (from.read(buffer.clear()) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
      }
      to.shutdownOutput();
    } catch (IOException e) {
      // One of them was reset, so the other one is, too.
      close(from);
      close(to);
    }
    if (open.decrementAndGet() == 0) {
      close(from);
      close(to);
    }
  }

  private static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      System.out.println(e.getMessage());
    }
  }
}
