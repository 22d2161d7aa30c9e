package org.mptcp4j.impl.channel;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import org.mptcp4j.CloseReason;

/** The exceptions that stand for a {@link CloseReason}. */
final class CloseErrors {
  private CloseErrors() {}

  /** Why a connection to {@code remote} was not established. */
  static IOException connecting(CloseReason reason, InetSocketAddress remote) {
    String to = " (to " + text(remote) + ")";
    return switch (reason.kind()) {
      case REFUSED -> new ConnectException("connection refused" + to);
      case UNREACHABLE -> new NoRouteToHostException("unreachable: " + reason.detail() + to);
      case TIMED_OUT -> new SocketTimeoutException("connect timed out" + to);
      default -> new ConnectException(text(reason) + to);
    };
  }

  /** Why a read or write on an established connection failed. */
  static IOException using(CloseReason reason) {
    return switch (reason.kind()) {
      case TIMED_OUT -> new SocketException("the peer no longer answers: " + reason.detail());
      case UNREACHABLE -> new NoRouteToHostException("unreachable: " + reason.detail());
      default -> new SocketException(text(reason));
    };
  }

  static String text(InetSocketAddress address) {
    if (address.isUnresolved()) {
      return address.getHostString() + ":" + address.getPort();
    }
    String host = address.getAddress().getHostAddress();
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  private static String text(CloseReason reason) {
    String what =
        switch (reason.kind()) {
          case NORMAL -> "connection closed";
          case RESET -> "connection reset by the peer";
          case ABORTED -> "connection aborted";
          case PROTOCOL_ERROR -> "connection reset: the peer broke the protocol";
          case REFUSED -> "connection refused";
          case TIMED_OUT -> "connection timed out";
          case UNREACHABLE -> "unreachable";
        };
    return reason.detail().isEmpty() ? what : what + ": " + reason.detail();
  }
}
