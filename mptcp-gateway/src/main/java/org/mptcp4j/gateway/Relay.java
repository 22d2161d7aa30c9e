package org.mptcp4j.gateway;

import org.mptcp4j.CloseReason;
import org.mptcp4j.ConnectionObserver;
import org.mptcp4j.engine.ConnectionHandler;
import org.mptcp4j.engine.EngineConnection;

/**
 * Joins two connections to one: what comes in by one leg goes out by the other, by reference and
 * both ways.
 *
 * <ul>
 *   <li>Backpressure: nothing is read from a leg while the other's send buffer is full, so that its
 *       receive window closes. A relay holds no data of its own.
 *   <li>Half-close: the end of one leg's stream ends the other's output, behind the last byte.
 *   <li>Failure: a leg that is reset or times out resets the other.
 * </ul>
 *
 * <p>The draft: "These two connections are linked together and any data received over one
 * connection is forwarded over the other" (draft-peirens-mptcp-transparent-00, section 5).
 */
public final class Relay {
  /** Sees what happens to the legs of a relay. */
  public interface Observer extends ConnectionObserver {
    /** A leg that was joined before its handshake was complete is established now. */
    default void onEstablished(EngineConnection leg) {}

    /** A leg is gone. Its counters can be read for the last time. */
    default void onLegClosed(EngineConnection leg) {}

    /**
     * Both legs are gone. The last call.
     *
     * @param reason of the leg that failed first; {@link CloseReason.Kind#NORMAL} where none did
     */
    default void onGone(CloseReason reason) {}
  }

  private final Side first;
  private final Side second;
  private final Observer observer;
  private CloseReason outcome;

  private Relay(EngineConnection first, EngineConnection second, Observer observer) {
    this.observer = observer;
    this.first = new Side(first);
    this.second = new Side(second);
    this.first.other = this.second;
    this.second.other = this.first;
  }

  /**
   * Joins two connections, which may be still about to be established, and becomes the handler of
   * both. What has come already is moved at once.
   *
   * @param first one leg
   * @param second the other
   * @param observer sees what happens to them
   */
  public static Relay join(EngineConnection first, EngineConnection second, Observer observer) {
    Relay relay = new Relay(first, second, observer);
    first.handler(relay.first);
    second.handler(relay.second);
    first.observe(observer);
    second.observe(observer);
    relay.first.pump();
    relay.second.pump();
    return relay;
  }

  /** Bytes moved from the first leg to the second. */
  public long bytesForward() {
    return first.moved;
  }

  /** Bytes moved from the second leg to the first. */
  public long bytesBackward() {
    return second.moved;
  }

  /** Whether both legs are gone. */
  public boolean gone() {
    return first.closed && second.closed;
  }

  /** Resets both legs. */
  public void abort() {
    first.abort();
    second.abort();
  }

  private final class Side implements ConnectionHandler {
    private final EngineConnection connection;
    private Side other;
    private long moved;
    private boolean ended;
    private boolean closed;

    private Side(EngineConnection connection) {
      this.connection = connection;
    }

    /** Moves what this leg has received to the other's send queue. */
    private void pump() {
      if (ended || other.closed) {
        return;
      }
      long bytes;
      do {
        bytes = connection.transferTo(other.connection, Long.MAX_VALUE);
        moved += Math.max(bytes, 0);
      } while (bytes > 0);
      if (bytes < 0) {
        ended = true;
        other.connection.shutdownOutput();
      }
    }

    private void abort() {
      if (!closed) {
        connection.abort();
      }
    }

    @Override
    public void onEstablished(EngineConnection established) {
      observer.onEstablished(established);
      other.pump();
    }

    @Override
    public void onReadable(EngineConnection readable) {
      pump();
    }

    @Override
    public void onWritable(EngineConnection writable) {
      other.pump();
    }

    @Override
    public void onClosed(EngineConnection gone, CloseReason reason) {
      closed = true;
      observer.onLegClosed(gone);
      if (reason.kind() == CloseReason.Kind.NORMAL) {
        // What this leg received before it closed may still wait for room in the other.
        pump();
      } else {
        other.abort();
      }
      if (outcome == null || outcome.kind() == CloseReason.Kind.NORMAL) {
        outcome = reason;
      }
      if (other.closed) {
        observer.onGone(outcome);
      }
    }
  }
}
