package org.mptcp4j.examples.kernel;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mptcp4j.MptcpConnection;

/**
 * As much of iperf3 as a test of one TCP stream of so many bytes takes, over our stack: a
 * connection for control, on which states and JSON texts pass, and one for data. Both begin with
 * the same cookie.
 */
final class Iperf {
  private static final int COOKIE = 37;
  private static final int BLOCK = 1 << 16;

  private static final int TEST_START = 1;
  private static final int TEST_RUNNING = 2;
  private static final int TEST_END = 4;
  private static final int PARAM_EXCHANGE = 9;
  private static final int CREATE_STREAMS = 10;
  private static final int EXCHANGE_RESULTS = 13;
  private static final int DISPLAY_RESULTS = 14;
  private static final int IPERF_DONE = 16;

  /** Where connections come from: a listener, or a server's address. */
  interface Source {
    MptcpConnection next() throws IOException;
  }

  /**
   * What a test came to.
   *
   * @param sent by the side that sends, as it says
   * @param received by the other, as it says
   */
  record Outcome(long sent, long received) {}

  private final MptcpConnection control;
  private CompletableFuture<Long> counted;

  private Iperf(MptcpConnection control) {
    this.control = control;
  }

  /** Serves one test, as {@code iperf3 -s -1} does. */
  static Outcome serve(Source accepted) throws IOException {
    try (MptcpConnection control = accepted.next()) {
      Iperf iperf = new Iperf(control);
      ByteBuffer cookie = read(control, COOKIE);
      iperf.say(PARAM_EXCHANGE);
      String parameters = iperf.readText();
      iperf.say(CREATE_STREAMS);
      try (MptcpConnection data = accepted.next()) {
        if (!read(data, COOKIE).equals(cookie)) {
          throw new IOException("another test's connection");
        }
        iperf.say(TEST_START);
        iperf.say(TEST_RUNNING);
        boolean sends = parameters.contains("\"reverse\"");
        iperf.start(data, sends, number(parameters, "num"));
        iperf.expect(TEST_END);
        iperf.say(EXCHANGE_RESULTS);
        long theirs = number(iperf.readText(), "bytes");
        iperf.writeText(results(theirs)); // the rest of it is on its way
        iperf.say(DISPLAY_RESULTS);
        iperf.expect(IPERF_DONE);
        return iperf.outcome(sends, theirs);
      }
    }
  }

  /**
   * Runs one test, as {@code iperf3 -c -n BYTES} does.
   *
   * @param reverse whether the server sends
   */
  static Outcome ask(Source connected, long bytes, boolean reverse) throws IOException {
    try (MptcpConnection control = connected.next()) {
      Iperf iperf = new Iperf(control);
      ByteBuffer cookie =
          ByteBuffer.wrap(("c".repeat(COOKIE - 1) + "\0").getBytes(StandardCharsets.US_ASCII));
      control.write(cookie.duplicate());
      iperf.expect(PARAM_EXCHANGE);
      String direction = reverse ? "\"reverse\":true," : "";
      iperf.writeText(
          "{\"tcp\":true,\"omit\":0,\"time\":0,\"num\":%d,\"blockcount\":0,\"parallel\":1,%s\"len\":%d,"
                  .formatted(bytes, direction, BLOCK)
              + "\"pacing_timer\":1000,\"client_version\":\"3.12\"}");
      iperf.expect(CREATE_STREAMS);
      try (MptcpConnection data = connected.next()) {
        data.write(cookie.duplicate());
        iperf.expect(TEST_START);
        iperf.expect(TEST_RUNNING);
        iperf.start(data, !reverse, bytes);
        iperf.awaitMoved(data, bytes + (reverse ? 0 : COOKIE), reverse);
        iperf.say(TEST_END);
        iperf.expect(EXCHANGE_RESULTS);
        iperf.writeText(results(bytes));
        long theirs = number(iperf.readText(), "bytes");
        iperf.expect(DISPLAY_RESULTS);
        iperf.say(IPERF_DONE);
        return iperf.outcome(!reverse, theirs);
      }
    }
  }

  /** Waits until so much was acknowledged, or came in. */
  private void awaitMoved(MptcpConnection data, long bytes, boolean in) throws IOException {
    Network.await(
        bytes + " bytes",
        () -> (in ? data.info().bytesReceived() : data.info().bytesAcked()) >= bytes);
  }

  /** Moves data in a thread of its own: {@code bytes} out, or all in. */
  private void start(MptcpConnection data, boolean sends, long bytes) {
    counted = CompletableFuture.supplyAsync(() -> sends ? write(data, bytes) : drain(data));
  }

  private static long write(MptcpConnection data, long bytes) {
    ByteBuffer block = ByteBuffer.allocate(BLOCK);
    try {
      for (long left = bytes; left > 0; ) {
        left -= data.write(block.clear().limit((int) Math.min(left, BLOCK)));
      }
      return bytes;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static long drain(MptcpConnection data) {
    ByteBuffer block = ByteBuffer.allocate(BLOCK);
    long total = 0;
    try {
      for (int n = 0; n >= 0; n = data.read(block.clear())) {
        total += n;
      }
      return total;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Outcome outcome(boolean sent, long theirs) {
    long ours = counted.join();
    return sent ? new Outcome(ours, theirs) : new Outcome(theirs, ours);
  }

  private static String results(long bytes) {
    return "{\"cpu_util_total\":1,\"cpu_util_user\":1,\"cpu_util_system\":0,"
        + "\"sender_has_retransmits\":0,\"streams\":[{\"id\":1,\"bytes\":%d,".formatted(bytes)
        + "\"retransmits\":0,\"jitter\":0,\"errors\":0,\"packets\":0,"
        + "\"start_time\":0,\"end_time\":1}]}";
  }

  private static long number(String json, String name) throws IOException {
    Matcher matcher = Pattern.compile("\"" + name + "\":\\s*(\\d+)").matcher(json);
    if (!matcher.find()) {
      throw new IOException("no " + name + " in " + json);
    }
    return Long.parseLong(matcher.group(1));
  }

  private void say(int state) throws IOException {
    control.write(ByteBuffer.wrap(new byte[] {(byte) state}));
  }

  private void expect(int state) throws IOException {
    int said = read(control, 1).get();
    if (said != state) {
      throw new IOException("state " + said + " instead of " + state);
    }
  }

  private String readText() throws IOException {
    int length = read(control, 4).getInt();
    return StandardCharsets.UTF_8.decode(read(control, length)).toString();
  }

  private void writeText(String json) throws IOException {
    byte[] text = json.getBytes(StandardCharsets.UTF_8);
    control.write(ByteBuffer.allocate(4 + text.length).putInt(text.length).put(text).flip());
  }

  private static ByteBuffer read(MptcpConnection connection, int bytes) throws IOException {
    ByteBuffer target = ByteBuffer.allocate(bytes);
    while (target.hasRemaining()) {
      if (connection.read(target) < 0) {
        throw new EOFException("the peer ended in mid-message");
      }
    }
    return target.flip();
  }
}
