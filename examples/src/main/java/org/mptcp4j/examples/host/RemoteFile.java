package org.mptcp4j.examples.host;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;

/**
 * Where a file comes from or goes to: {@code http://HOST[:PORT]/PATH}, or {@code tcp://HOST:PORT}
 * for the bare stream of a connection.
 *
 * @param http whether it is fetched and stored over HTTP
 * @param host as it was written, with its port where that was given
 * @param name of the host, without the brackets of an IPv6 address
 * @param port 1 to 65,535
 * @param target path and query
 */
record RemoteFile(boolean http, String host, String name, int port, String target) {
  private static final int HTTP_PORT = 80;

  /**
   * @throws IllegalArgumentException with one line that says what is wrong
   */
  static RemoteFile parse(String text) {
    URI uri = uri(text);
    boolean http = "http".equalsIgnoreCase(uri.getScheme());
    if (!http && !"tcp".equalsIgnoreCase(uri.getScheme())) {
      throw new IllegalArgumentException("not an http:// or tcp:// address: " + text);
    }
    if (uri.getHost() == null || uri.getUserInfo() != null) {
      throw new IllegalArgumentException("no host: " + text);
    }
    int port = uri.getPort() < 0 && http ? HTTP_PORT : uri.getPort();
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("no port from 1 to 65535: " + text);
    }
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String target = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    String name = uri.getHost().replaceAll("[\\[\\]]", "");
    return new RemoteFile(http, uri.getRawAuthority(), name, port, target);
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("not a URL: " + text, e);
    }
  }

  /**
   * @throws IOException where the name has no address
   */
  InetSocketAddress address() throws IOException {
    try {
      return new InetSocketAddress(InetAddress.getByName(name), port);
    } catch (UnknownHostException e) {
      throw new IOException("unknown host: " + name, e);
    }
  }
}
