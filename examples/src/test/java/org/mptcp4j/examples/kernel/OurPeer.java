package org.mptcp4j.examples.kernel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.SplittableRandom;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.mptcp4j.MptcpConnection;

/** An application on our stack: one thread reads, one writes. */
final class OurPeer implements Peer {
  private static final int CHUNK = 1 << 16;
  private static final long FINISH = -1;

  private final LinkedBlockingQueue<Long> orders = new LinkedBlockingQueue<>();
  private final Told told = new Told();
  private final Tally sent = new Tally();
  private final Tally received = new Tally();
  private volatile MptcpConnection connection;
  private volatile String failure;

  /** How the connection comes to be; waits for it. */
  interface Opening {
    MptcpConnection open() throws IOException;
  }

  OurPeer(Opening opening) {
    thread("our-reader", () -> open(opening)).start();
  }

  private void open(Opening opening) {
    try {
      connection = opening.open();
    } catch (IOException e) {
      failure = e.getMessage();
      told.add("end");
      return;
    }
    Thread writer = thread("our-writer", this::write);
    writer.start();
    told.add("open");
    read();
    try {
      writer.join(TimeUnit.SECONDS.toMillis(60));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    connection.close();
    told.add("end");
  }

  private static Thread thread(String name, Runnable body) {
    Thread thread = new Thread(body, name);
    thread.setDaemon(true);
    return thread;
  }

  private void read() {
    ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
    try {
      while (connection.read(buffer.clear()) >= 0) {
        received.add(buffer.flip());
        told.add("got " + received.count());
      }
    } catch (IOException e) {
      fail(e);
    }
  }

  private void write() {
    SplittableRandom random = new SplittableRandom();
    try {
      for (long bytes = orders.take(); bytes != FINISH && failure == null; bytes = orders.take()) {
        while (bytes > 0) {
          byte[] piece = new byte[(int) Math.min(bytes, CHUNK)];
          random.nextBytes(piece);
          connection.write(ByteBuffer.wrap(piece));
          sent.add(ByteBuffer.wrap(piece));
          bytes -= piece.length;
        }
      }
      if (failure == null) {
        connection.shutdownOutput();
      }
    } catch (IOException e) {
      fail(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void fail(IOException e) {
    if (failure == null) {
      failure = e instanceof ClosedChannelException ? "closed" : e.getMessage();
    }
    orders.add(FINISH);
  }

  MptcpConnection connection() {
    return connection;
  }

  @Override
  public void awaitOpen() throws IOException {
    told.await("open", line -> line.equals("open"));
  }

  @Override
  public void send(long bytes) {
    orders.add(bytes);
  }

  @Override
  public void finish() {
    orders.add(FINISH);
  }

  @Override
  public void abort() {
    failure = "ECONNABORTED";
    connection.abort();
    orders.add(FINISH);
  }

  @Override
  public void awaitReceived(long bytes) throws IOException {
    told.await(
        bytes + " bytes",
        line -> line.startsWith("got ") && Long.parseLong(line.substring(4)) >= bytes);
  }

  @Override
  public Ending awaitEnd() throws IOException {
    told.await("end", line -> line.equals("end"));
    return new Ending(failure == null ? "eof" : failure, sent.toString(), received.toString());
  }

  @Override
  public void close() {
    orders.add(FINISH);
  }
}
