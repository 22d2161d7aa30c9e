package org.mptcp4j.examples.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpClientTest {
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private final ByteArrayOutputStream content = new ByteArrayOutputStream();

  /** A server that says {@code answer}, whatever it is asked. */
  private HttpClient client(String answer) {
    var in = Channels.newChannel(new ByteArrayInputStream(answer.getBytes(StandardCharsets.UTF_8)));
    var out = Channels.newChannel(sent);
    ByteChannel channel =
        new ByteChannel() {
          @Override
          public int read(ByteBuffer target) throws IOException {
            return in.read(target);
          }

          @Override
          public int write(ByteBuffer source) throws IOException {
            return out.write(source);
          }

          @Override
          public boolean isOpen() {
            return true;
          }

          @Override
          public void close() {}
        };
    return new HttpClient(channel, "server:8080");
  }

  private long get(String answer) throws IOException {
    return client(answer).get("/file", Channels.newChannel(content));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n",
        "HTTP/1.0 200 OK\r\n\r\nhello",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200\r\nContent-Length: 5\r\n\r\nhello"
      })
  void getReadsEveryFraming(String answer) throws IOException {
    assertThat(get(answer)).isEqualTo(5);
    assertThat(content).hasToString("hello");
    assertThat(sent.toString(StandardCharsets.US_ASCII))
        .isEqualTo("GET /file HTTP/1.1\r\nHost: server:8080\r\nConnection: close\r\n\r\n");
  }

  @Test
  void anErrorIsPassedOn() {
    assertThatThrownBy(() -> get("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"))
        .isInstanceOf(HttpException.class)
        .hasMessage("the server answers: HTTP/1.1 404 Not Found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhell",
        "HTTP/1.1 200 OK\r\nContent-Length"
      })
  void anEndTooEarlyIsNoticed(String answer) {
    assertThatThrownBy(() -> get(answer)).isInstanceOf(EOFException.class);
  }

  @Test
  void somethingElseIsNotHttp() {
    assertThatThrownBy(() -> get("220 mail.example ESMTP\r\n\r\n"))
        .hasMessage("the server does not speak HTTP/1.x");
  }

  @Test
  void putSendsLengthAndContent() throws IOException {
    var file = Channels.newChannel(new ByteArrayInputStream(new byte[] {'a', 'b', 'c'}));
    client("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n").put("/x", file, 3);
    assertThat(sent.toString(StandardCharsets.US_ASCII))
        .isEqualTo(
            "PUT /x HTTP/1.1\r\nHost: server:8080\r\nContent-Length: 3\r\nConnection: close\r\n\r\n"
                + "abc");
  }
}
