package org.mptcp4j.examples.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpServerTest {
  @TempDir Path directory;
  private Path root;
  private HttpServer server;
  private boolean unread;

  @BeforeEach
  void files() throws IOException {
    root = Files.createDirectory(directory.resolve("root"));
    Files.writeString(root.resolve("hello.txt"), "0123456789");
    Files.writeString(root.resolve("über den wolken.txt"), "frei");
    Files.writeString(directory.resolve("secret"), "secret");
    Files.createDirectory(root.resolve("empty"));
    server = new HttpServer(root);
  }

  private String talk(String input) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] bytes = input.getBytes(StandardCharsets.ISO_8859_1);
    unread =
        server.serve(
            Channels.newChannel(new ByteArrayInputStream(bytes)), Channels.newChannel(out));
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String request(String line, String... fields) {
    StringBuilder text = new StringBuilder(line + " HTTP/1.1\r\nHost: s\r\n");
    Stream.of(fields).forEach(field -> text.append(field).append("\r\n"));
    return text + "\r\n";
  }

  @Test
  void getGivesTheFileAndItsLength() throws IOException {
    assertThat(talk(request("GET /hello.txt")))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("Content-Length: 10\r\n", "Content-Type: text/plain", "keep-alive\r\n")
        .endsWith("\r\n\r\n0123456789");
  }

  @Test
  void headGivesTheSameWithoutContent() throws IOException {
    assertThat(talk(request("HEAD /hello.txt")))
        .contains("200 OK", "Content-Length: 10\r\n")
        .endsWith("\r\n\r\n");
  }

  @Test
  void aConnectionServesOneRequestAfterAnother() throws IOException {
    String one = request("GET /hello.txt");
    String last = request("GET /hello.txt", "Connection: close");
    assertThat(talk(one + one + last + one).split("HTTP/1.1 200 OK", -1)).hasSize(4);
  }

  @Test
  void http10ClosesUnlessTold() throws IOException {
    String one = "GET /hello.txt HTTP/1.0\r\n\r\n";
    assertThat(talk(one + one).split("200 OK", -1)).hasSize(2);
    String kept = "GET /hello.txt HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n";
    assertThat(talk(kept + one).split("200 OK", -1)).hasSize(3);
  }

  @Test
  void namesArePercentDecodedAsUtf8() throws IOException {
    assertThat(talk(request("GET /%C3%BCber%20den%20wolken.txt?x=1"))).endsWith("\r\n\r\nfrei");
    assertThat(talk(request("GET http://s/hello.txt"))).endsWith("\r\n\r\n0123456789");
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=2-4, 234, 2-4/10",
    "bytes=7-, 789, 7-9/10",
    "bytes=-3, 789, 7-9/10",
    "bytes=5-99, 56789, 5-9/10"
  })
  void oneRange(String range, String content, String where) throws IOException {
    assertThat(talk(request("GET /hello.txt", "Range: " + range)))
        .contains("206 Partial Content", "Content-Range: bytes " + where + "\r\n")
        .endsWith("\r\n\r\n" + content);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=4-2", "bytes=0-1,3-4", "lines=1-2", "bytes=-", "bytes=x-"})
  void aRangeThatIsNotUnderstoodIsIgnored(String range) throws IOException {
    assertThat(talk(request("GET /hello.txt", "Range: " + range)))
        .contains("200 OK")
        .endsWith("0123456789");
  }

  @Test
  void aRangeOutsideIsRefused() throws IOException {
    assertThat(talk(request("GET /hello.txt", "Range: bytes=10-"))).contains(" 416 ");
  }

  @ParameterizedTest
  @CsvSource({
    "GET /nothing, 404",
    "GET /empty, 404",
    "GET /../secret, 403",
    "GET /%2e%2e/secret, 403",
    "GET /%2E%2E%2Fsecret, 403",
    "GET /empty/../../secret, 403",
    "GET /%zz, 400",
    "GET /%, 400",
    "GET /%00, 400",
    "GET /%ff, 400",
    "GET hello.txt, 400",
    "POST /hello.txt, 405",
    "BREW /hello.txt, 501",
    "PUT /no/such/directory, 409",
    "PUT /empty, 409",
    "PUT /, 409",
    "PUT /../x, 403"
  })
  void refusals(String line, String status) throws IOException {
    assertThat(talk(request(line))).startsWith("HTTP/1.1 " + status + " ");
    assertThat(directory.resolve("x")).doesNotExist();
  }

  @Test
  void aRefusalWithoutABodyKeepsTheConnection() throws IOException {
    assertThat(talk(request("GET /nothing") + request("GET /hello.txt")))
        .contains(" 404 ", " 200 ");
  }

  @Test
  void aLinkThatLeadsOutIsRefused() throws IOException {
    Files.createSymbolicLink(root.resolve("link"), directory.resolve("secret"));
    assertThat(talk(request("GET /link"))).startsWith("HTTP/1.1 403 ").doesNotEndWith("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense\r\n\r\n",
        "GET /hello.txt\r\n\r\n",
        "GET /hello.txt HTTP/1.1\r\n\r\n",
        "GET /hello.txt HTTP/1.1\r\nHost : s\r\n\r\n",
        "GET /hello.txt HTTP/1.1\r\nHost: s\r\n folded\r\n\r\n",
        "PUT /x HTTP/1.1\r\nHost: s\r\nContent-Length: -1\r\n\r\n",
        "PUT /x HTTP/1.1\r\nHost: s\r\nContent-Length: 1, 1\r\n\r\n",
        "PUT /x HTTP/1.1\r\nHost: s\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "PUT /x HTTP/1.1\r\nHost: s\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
      })
  void malformedRequests(String text) throws IOException {
    assertThat(talk(text)).startsWith("HTTP/1.1 400 ").contains("Connection: close");
    assertThat(unread).isTrue();
    assertThat(root.resolve("x")).doesNotExist();
  }

  @Test
  void limits() throws IOException {
    assertThat(talk(request("GET /" + "a".repeat(9000)))).startsWith("HTTP/1.1 431 ");
    String[] many = new String[200];
    java.util.Arrays.fill(many, "X: y");
    assertThat(talk(request("GET /hello.txt", many))).startsWith("HTTP/1.1 431 ");
    assertThat(talk("GET / HTTP/2.0\r\n\r\n")).startsWith("HTTP/1.1 505 ");
  }

  @Test
  void putStoresAndReplaces() throws IOException {
    assertThat(talk(request("PUT /new", "Content-Length: 3") + "abc")).contains("201 Created");
    assertThat(root.resolve("new")).hasContent("abc");
    assertThat(talk(request("PUT /new", "Content-Length: 0"))).contains("204 No Content");
    assertThat(root.resolve("new")).hasContent("");
  }

  @Test
  void putTakesChunks() throws IOException {
    String chunks = "3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\nTrailer: 1\r\n\r\n";
    String text = request("PUT /new", "Transfer-Encoding: chunked") + chunks;
    assertThat(talk(text + request("GET /hello.txt"))).contains("201 Created", "200 OK");
    assertThat(root.resolve("new")).hasContent("abc0123456789");
  }

  @Test
  void putSaysContinueWhereItIsAsked() throws IOException {
    String text = request("PUT /new", "Content-Length: 1", "Expect: 100-continue") + "a";
    assertThat(talk(text)).startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\n");
  }

  @Test
  void anUploadThatBreaksOffLeavesNothing() throws IOException {
    Files.writeString(root.resolve("old"), "old");
    assertThat(talk(request("PUT /old", "Content-Length: 100") + "abc")).isEmpty();
    assertThat(talk(request("PUT /new", "Transfer-Encoding: chunked") + "5\r\nab")).isEmpty();
    assertThat(root.resolve("old")).hasContent("old");
    try (Stream<Path> left = Files.list(root)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("hello.txt", "über den wolken.txt", "empty", "old");
    }
  }
}
