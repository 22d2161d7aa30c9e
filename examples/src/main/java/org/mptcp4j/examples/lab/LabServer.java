package org.mptcp4j.examples.lab;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The web server in S, on the kernel's TCP: {@code GET /file}, {@code GET /small}, and {@code PUT
 * /upload}, which answers with the SHA-256 of what came.
 */
public final class LabServer {
  private static final int PORT = 80;
  private static final int BACKLOG = 512;
  private static final byte[] SMALL = "small\n".getBytes(StandardCharsets.US_ASCII);

  private final Path file;

  private LabServer(Path file) {
    this.file = file;
  }

  /** Serves until the process is ended. The only argument is the file that {@code /file} is. */
  public static void main(String[] arguments) throws IOException {
    System.setProperty("sun.net.httpserver.nodelay", "true");
    LabServer server = new LabServer(Path.of(arguments[0]));
    HttpServer http = HttpServer.create(new InetSocketAddress("::", PORT), BACKLOG);
    http.createContext("/file", server::sendFile);
    http.createContext("/small", exchange -> reply(exchange, SMALL));
    http.createContext("/upload", LabServer::upload);
    ExecutorService threads = Executors.newCachedThreadPool();
    http.setExecutor(threads);
    http.start();
    System.out.println("ready server");
  }

  private void sendFile(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(200, Files.size(file));
      try (OutputStream body = exchange.getResponseBody()) {
        Files.copy(file, body);
      }
    }
  }

  private static void upload(HttpExchange exchange) throws IOException {
    try (InputStream body = exchange.getRequestBody()) {
      reply(exchange, sha256(body).getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static void reply(HttpExchange exchange, byte[] text) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(200, text.length);
      exchange.getResponseBody().write(text);
    }
  }

  /** The hash of all that is in {@code input}, in hexadecimal digits. */
  static String sha256(InputStream input) throws IOException {
    try {
      DigestInputStream digesting =
          new DigestInputStream(input, MessageDigest.getInstance("SHA-256"));
      digesting.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digesting.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
