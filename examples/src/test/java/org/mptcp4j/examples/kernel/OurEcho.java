package org.mptcp4j.examples.kernel;

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
import org.mptcp4j.MptcpStack;

/** Those that ask an echo service over our stack. */
final class OurEcho {
  private OurEcho() {}

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
}
