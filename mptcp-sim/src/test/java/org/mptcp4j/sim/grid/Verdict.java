package org.mptcp4j.sim.grid;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.mptcp4j.sim.Direction;
import org.mptcp4j.sim.grid.Box.Promise;

/** Whether a run ended as it may. */
final class Verdict {
  private final Setting setting;
  private final GridUser client;
  private final List<GridUser> servers;
  private final GridUser server;

  /**
   * @param servers all that were accepted; a box that strips a join's SYN makes one more of it
   * @param server the one that the client reached, or null
   */
  Verdict(Setting setting, GridUser client, List<GridUser> servers, GridUser server) {
    this.setting = setting;
    this.client = client;
    this.servers = servers;
    this.server = server;
  }

  /** What is wrong, or null. */
  String problem() {
    if (client.closes() != 1 || servers.stream().anyMatch(each -> each.closes() != 1)) {
      return "hangs, or was told twice";
    }
    if (server == null) {
      return client.isNormal() || mustComplete() ? "nobody was reached" : null;
    }
    String wrong = bytes(client, server, Direction.A_TO_B);
    wrong = wrong != null ? wrong : bytes(server, client, Direction.B_TO_A);
    return wrong != null ? wrong : end();
  }

  private boolean mustComplete() {
    return setting.box().promise() == Promise.COMPLETES;
  }

  /**
   * In order on both sides, or an error on both. Where all has arrived one side may have an error
   * alone: the last acknowledgment is acknowledged by nobody.
   */
  private String end() {
    boolean complete =
        complete(client, server, Direction.A_TO_B) && complete(server, client, Direction.B_TO_A);
    if (client.isNormal() && server.isNormal()) {
      return complete ? null : "closed in order, and bytes are missing";
    }
    if (mustComplete()) {
      return "did not complete";
    }
    boolean oneOnly = client.isNormal() || server.isNormal();
    return oneOnly && !complete ? "only one side was told of an error" : null;
  }

  private boolean complete(GridUser from, GridUser to, Direction direction) {
    boolean sameLength =
        setting.box().promise() != Promise.ALTERS_LENGTH || direction != setting.direction();
    return to.sawEnd() && (!sameLength || to.receivedBytes() == from.sent().length);
  }

  /**
   * Bytes that are not those sent. "Without checksumming enabled, corrupt data may be delivered to
   * the application if a middlebox ... alters content" (RFC 8684, section 3.3.1), and after a
   * fallback "data can be altered by a middlebox without affecting MPTCP" (section 3.7).
   */
  private String bytes(GridUser from, GridUser to, Direction direction) {
    byte[] received = to.received();
    int at = GridUser.mismatch(received, from.sent());
    if (at < 0) {
      return null;
    }
    if (!setting.box().alters(setting, direction)) {
      return direction + ": wrong byte at " + at;
    }
    boolean verified = setting.checksum() && at < to.plainFrom();
    if (verified) {
      return direction + ": altered byte in spite of the checksum at " + at;
    }
    return switch (setting.box().promise()) {
      case ALTERS -> flippedOnly(received, from.sent(), direction);
      default -> to.isPlain() ? edited(received, from.sent(), direction) : null;
    };
  }

  private static String flippedOnly(byte[] received, byte[] sent, Direction direction) {
    for (int i = 0; i < received.length; i++) {
      int difference = i < sent.length ? received[i] ^ sent[i] : -1;
      if (difference != 0 && difference != 0x20) {
        return direction + ": neither the byte that was sent nor what the box made of it at " + i;
      }
    }
    return null;
  }

  /** In plain TCP the stream is what the box made of it. */
  private String edited(byte[] received, byte[] sent, Direction direction) {
    int removed =
        switch (setting.box()) {
          case DELETE_BYTES -> 7;
          case REPLACE_BY_MORE -> 9;
          default -> 0;
        };
    String inserted =
        switch (setting.box()) {
          case INSERT_BYTES -> "inserted";
          case REPLACE_BY_MORE -> "ten and more";
          default -> "";
        };
    byte[] middle = inserted.getBytes(StandardCharsets.UTF_8);
    int at = setting.position() - 1;
    byte[] whole = new byte[sent.length - removed + middle.length];
    System.arraycopy(sent, 0, whole, 0, at);
    System.arraycopy(middle, 0, whole, at, middle.length);
    System.arraycopy(sent, at + removed, whole, at + middle.length, sent.length - at - removed);
    int wrong = GridUser.mismatch(received, whole);
    return wrong < 0 ? null : direction + ": not what the box made of it at " + wrong;
  }
}
