package org.mptcp4j.examples.kernel;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.mptcp4j.MptcpConnection;
import org.mptcp4j.MptcpListener;
import org.mptcp4j.MptcpStack;
import org.mptcp4j.engine.ListenTarget;

/** An echo service on our stack, and those that ask for one. */
final class OurEcho implements Closeable {
  private final MptcpListener listener;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger served = new AtomicInteger();

  private OurEcho(MptcpListener listener) {
    this.listener = listener;
  }

  static OurEcho serve(MptcpStack stack, int port, Setting setting) throws IOException {
    OurEcho echo = new OurEcho(stack.listen(ListenTarget.port(port), setting.options()));
    echo.threads.execute(echo::accept);
    return echo;
  }

  private void accept() {
    try {
      while (true) {
        MptcpConnection connection = listener.accept();
        threads.execute(() -> echo(connection));
      }
    } catch (IOException e) {
      // closed: the case is over
    }
  }

  private void echo(MptcpConnection connection) {
    try (connection) {
      ByteBuffer buffer = ByteBuffer.allocate(16 * 1024);
      while (connection.read(buffer.clear()) >= 0) {
        connection.write(buffer.flip());
      }
      connection.shutdownOutput();
      served.incrementAndGet();
    } catch (IOException e) {
      // counted as not served
    }
  }

  /** Connections whose bytes went back to the last one. */
  int served() {
    return served.get();
  }

  /** Sends up to {@code most} bytes over each of many connections; returns how many came back. */
  static int ask(
      MptcpStack stack, InetSocketAddress server, Setting setting, int count, int atOnce, int most)
      throws InterruptedException {
    AtomicInteger right = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(atOnce);
    for (int i = 0; i < count; i++) {
      byte[] data = new byte[1 + i * 977 % most];
      new SplittableRandom(i).nextBytes(data);
      threads.execute(() -> askOne(stack, server, setting, data, right));
    }
    threads.shutdown();
    threads.awaitTermination(60, TimeUnit.SECONDS);
    return right.get();
  }

  private static void askOne(
      MptcpStack stack,
      InetSocketAddress server,
      Setting setting,
      byte[] data,
      AtomicInteger right) {
    try (MptcpConnection connection = stack.connect(server, setting.options())) {
      connection.write(ByteBuffer.wrap(data));
      connection.shutdownOutput();
      byte[] answer = Channels.newInputStream(connection).readAllBytes();
      right.addAndGet(Arrays.equals(answer, data) ? 1 : 0);
    } catch (IOException e) {
      // not right
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    threads.shutdownNow();
  }
}
