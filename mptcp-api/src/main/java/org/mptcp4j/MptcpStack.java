package org.mptcp4j;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.mptcp4j.engine.Engine;
import org.mptcp4j.engine.ListenTarget;

/**
 * A stack with a thread of its own. Thread-safe.
 *
 * <pre>{@code
 * try (MptcpStack stack = EngineProvider.load().newStack(options, devices)) {
 *   try (MptcpConnection c = stack.connect(new InetSocketAddress("10.9.1.1", 80),
 *       ConnectionOptions.defaults())) {
 *     c.write(request);
 *     c.read(response);
 *   }
 *   stack.awaitEnd(Duration.ofSeconds(2));
 * }
 * }</pre>
 */
public interface MptcpStack extends Closeable {
  /**
   * Connects and waits for the handshake. The zone whose prefix holds the address is used, or the
   * first.
   *
   * @throws IOException where it is refused, unreachable or timed out; the message says which
   */
  MptcpConnection connect(InetSocketAddress remote, ConnectionOptions options) throws IOException;

  /** Connects; the stage fails with an {@link IOException}. */
  CompletionStage<MptcpConnection> connectAsync(
      InetSocketAddress remote, ConnectionOptions options);

  /** Listens. */
  MptcpListener listen(ListenTarget target, ConnectionOptions options) throws IOException;

  /**
   * Runs {@code task} on the thread that owns the engine, for what the blocking face does not
   * offer.
   */
  CompletionStage<Void> execute(Consumer<Engine> task);

  /** A copy of the counters. */
  Counters counters();

  /**
   * Waits until each connection has ended in both directions; TIME-WAIT is not waited for. What was
   * written and then closed has arrived, and {@link #close} finds nothing to reset.
   *
   * @return whether they have, before {@code most} was over
   * @throws IOException where the calling thread is interrupted, or the stack's thread has ended
   */
  boolean awaitEnd(Duration most) throws IOException;

  /**
   * Resets what is open (see {@link #awaitEnd}), ends the thread and closes the devices.
   * Idempotent; waits for the thread.
   */
  @Override
  void close();
}
