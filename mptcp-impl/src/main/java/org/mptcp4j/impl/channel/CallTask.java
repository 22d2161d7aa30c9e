package org.mptcp4j.impl.channel;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.mptcp4j.engine.Engine;

/**
 * A call on the engine's thread whose outcome, good or bad, comes back in a future.
 *
 * @param <T> what it returns
 */
final class CallTask<T> implements EngineTask {
  /** What to call. */
  @FunctionalInterface
  interface Call<T> {
    T run(Engine engine) throws IOException;
  }

  private final Call<T> call;
  private final CompletableFuture<T> future = new CompletableFuture<>();

  private CallTask(Call<T> call) {
    this.call = call;
  }

  static <T> CompletableFuture<T> post(EngineThread thread, Call<T> call) {
    CallTask<T> task = new CallTask<>(call);
    thread.post(task);
    return task.future;
  }

  @Override
  public void run(Engine engine) {
    try {
      future.complete(call.run(engine));
    } catch (IOException | RuntimeException e) {
      future.completeExceptionally(e);
    }
  }

  @Override
  public void refused(IOException reason) {
    future.completeExceptionally(reason);
  }
}
