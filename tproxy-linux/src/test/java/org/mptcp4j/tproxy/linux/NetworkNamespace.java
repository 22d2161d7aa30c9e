package org.mptcp4j.tproxy.linux;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import jnr.ffi.LibraryLoader;
import org.mptcp4j.tproxy.linux.libc.SystemCalls;

/**
 * Runs test code on a thread of its own in another network namespace: sockets, devices and programs
 * that the thread makes are there.
 */
public final class NetworkNamespace {
  private static final int CLONE_NEWNET = 0x40000000;
  private static final int LIMIT_SECONDS = 60;
  private static final Calls CALLS = LibraryLoader.create(Calls.class).load("c");

  private NetworkNamespace() {}

  /** For jnr-ffi. */
  public interface Calls {
    int unshare(int flags);

    int setns(int fd, int type);
  }

  /** Test code. */
  @FunctionalInterface
  public interface Body {
    void run() throws Exception;
  }

  /** Runs {@code body} in a new namespace that ends with it. */
  public static void runInNew(Body body) throws Exception {
    start(() -> require(CALLS.unshare(CLONE_NEWNET)), body).join();
  }

  /** Starts {@code body} in a namespace that has a name. */
  static Running startIn(String name, Body body) {
    return start(() -> enter(name), body);
  }

  /** Runs {@code body} in a namespace that has a name. */
  static void runIn(String name, Body body) throws Exception {
    startIn(name, body).join();
  }

  private static Running start(Runnable enter, Body body) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                enter.run();
                body.run();
                done.complete(null);
              } catch (Throwable e) {
                done.completeExceptionally(e);
              }
            },
            "namespace");
    thread.setDaemon(true);
    thread.start();
    return new Running(done);
  }

  private static void enter(String name) {
    int fd = SystemCalls.get().open("/run/netns/" + name, SystemCalls.O_CLOEXEC);
    require(fd);
    require(CALLS.setns(fd, CLONE_NEWNET));
    SystemCalls.get().close(fd);
  }

  private static void require(int result) {
    if (result < 0) {
      throw new IllegalStateException("no such namespace, or no right to enter it");
    }
  }

  /** A body on its thread. */
  record Running(CompletableFuture<Void> done) {
    void join() throws Exception {
      try {
        done.get(LIMIT_SECONDS, TimeUnit.SECONDS);
      } catch (ExecutionException e) {
        if (e.getCause() instanceof Error error) {
          throw error;
        }
        throw (Exception) e.getCause();
      } catch (TimeoutException e) {
        throw new AssertionError("not done after " + LIMIT_SECONDS + " s", e);
      }
    }
  }
}
