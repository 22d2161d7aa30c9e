package org.mptcp4j.conformance.peer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.mptcp4j.CloseReason;
import org.mptcp4j.engine.ConnectionHandler;
import org.mptcp4j.engine.EngineConnection;

/** The applications of a peer that is an engine in this process. */
@SuppressWarnings("OperatorPrecedence")
final class EngineApps {
  private static final int PIECE = 4096;
  private static final String ANSWER =
      "HTTP/1.0 200 OK\r\nContent-Length: 1000\r\nConnection: close\r\n\r\n" + "x".repeat(1000);
  private static final String REQUEST = "GET / HTTP/1.0\r\nHost: suite\r\n\r\n";

  private EngineApps() {}

  static ConnectionHandler of(App app, Role role) {
    return switch (app) {
      case ECHO -> new Echo();
      case DISCARD -> new Discard();
      case SOURCE -> new Source();
      case HTTP -> role == Role.SERVER ? new HttpServer() : new HttpClient();
    };
  }

  private static ByteBuffer ascii(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static final class Echo implements ConnectionHandler {
    private final ByteBuffer waiting = ByteBuffer.allocate(PIECE).limit(0);
    private boolean ended;

    @Override
    public void onReadable(EngineConnection connection) {
      onWritable(connection);
    }

    @Override
    public void onWritable(EngineConnection connection) {
      while (!ended) {
        if (waiting.hasRemaining()) {
          connection.write(waiting);
          if (waiting.hasRemaining()) {
            return;
          }
        }
        int count = connection.read(waiting.clear());
        waiting.flip();
        if (count < 0) {
          ended = true;
          connection.close();
        } else if (count == 0) {
          return;
        }
      }
    }
  }

  private static final class Discard implements ConnectionHandler {
    private final ByteBuffer buffer = ByteBuffer.allocate(PIECE);

    @Override
    public void onReadable(EngineConnection connection) {
      int count;
      do {
        count = connection.read(buffer.clear());
      } while (count > 0);
      if (count < 0) {
        connection.close();
      }
    }
  }

  private static final class Source implements ConnectionHandler {
    private final ByteBuffer piece = ByteBuffer.allocate(PIECE);
    private boolean closed;

    @Override
    public void onEstablished(EngineConnection connection) {
      onWritable(connection);
    }

    @Override
    public void onWritable(EngineConnection connection) {
      while (!closed && connection.write(piece.clear()) == PIECE) {
        // until the send buffer is full
      }
    }

    @Override
    public void onReadable(EngineConnection connection) {
      if (connection.read(piece.clear()) < 0) {
        closed = true;
        connection.abort();
      }
    }

    @Override
    public void onClosed(EngineConnection connection, CloseReason reason) {
      closed = true;
    }
  }

  private static final class HttpServer implements ConnectionHandler {
    private final StringBuilder request = new StringBuilder();
    private final ByteBuffer buffer = ByteBuffer.allocate(PIECE);
    private boolean answered;

    @Override
    public void onReadable(EngineConnection connection) {
      int count = connection.read(buffer.clear());
      while (count > 0) {
        request.append(StandardCharsets.US_ASCII.decode(buffer.flip()));
        count = connection.read(buffer.clear());
      }
      if (!answered && request.indexOf("\r\n\r\n") >= 0) {
        answered = true;
        connection.write(ascii(ANSWER));
        connection.close();
      } else if (count < 0) {
        connection.close();
      }
    }
  }

  private static final class HttpClient implements ConnectionHandler {
    private final StringBuilder answer = new StringBuilder();
    private final ByteBuffer buffer = ByteBuffer.allocate(PIECE);

    @Override
    public void onEstablished(EngineConnection connection) {
      connection.write(ascii(REQUEST));
    }

    @Override
    public void onReadable(EngineConnection connection) {
      int count = connection.read(buffer.clear());
      while (count > 0) {
        answer.append(StandardCharsets.US_ASCII.decode(buffer.flip()));
        count = connection.read(buffer.clear());
      }
      int head = answer.indexOf("\r\n\r\n");
      if (count < 0 || head >= 0 && answer.length() >= head + 4 + 1000) {
        connection.close();
      }
    }
  }
}
