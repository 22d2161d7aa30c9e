package org.mptcp4j.impl.channel;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/** Blocks an application thread until a stage is complete. */
final class Await {
  private Await() {}

  /**
   * The result of {@code stage}.
   *
   * @param late takes a result that comes after the caller was interrupted
   * @throws IOException the stage's own, or an {@link InterruptedIOException} where the caller was
   *     interrupted; its interrupt status is then set
   */
  static <T> T result(EngineThread thread, CompletionStage<T> stage, Consumer<? super T> late)
      throws IOException {
    refuseOn(thread);
    CompletableFuture<T> future = stage.toCompletableFuture();
    try {
      return future.get();
    } catch (InterruptedException e) {
      stage.thenAccept(late);
      throw interrupted();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      if (e.getCause() instanceof RuntimeException runtime) {
        throw runtime;
      }
      throw new IOException(e.getCause());
    }
  }

  /** The engine's thread would wait for itself. */
  static void refuseOn(EngineThread thread) {
    if (thread.isCurrent()) {
      throw new IllegalStateException("a blocking call on the engine's own thread");
    }
  }

  static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted");
  }
}
