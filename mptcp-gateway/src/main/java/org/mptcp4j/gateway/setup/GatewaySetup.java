package org.mptcp4j.gateway.setup;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.mptcp4j.MptcpStack;
import org.mptcp4j.engine.Engine;
import org.mptcp4j.gateway.GatewayListener;

/** A gateway that is described, but not yet open. */
public interface GatewaySetup {
  /** Its sides; their order is that of the zones. */
  List<Side> sides();

  /**
   * Lets the gateway serve on an engine, or on one of several siblings.
   *
   * @param engine with one zone for each of {@link #sides()}, in their order
   * @param ids numbers for its connections; the same for all siblings, and thread-safe then
   */
  void install(Engine engine, GatewayListener listener, LongSupplier ids);

  /**
   * Lets the gateway serve on stacks that share its zones, and waits until it does.
   *
   * @param listener called on the threads of all of the stacks
   * @throws CompletionException where a stack could not take it
   */
  default void install(List<MptcpStack> stacks, GatewayListener listener) {
    LongSupplier ids = new AtomicLong()::incrementAndGet;
    for (MptcpStack stack : stacks) {
      CompletableFuture<Void> done =
          stack.execute(engine -> install(engine, listener, ids)).toCompletableFuture();
      done.join();
    }
  }
}
