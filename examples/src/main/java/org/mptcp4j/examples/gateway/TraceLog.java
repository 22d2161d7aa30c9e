package org.mptcp4j.examples.gateway;

import java.io.PrintWriter;
import java.util.Locale;
import org.mptcp4j.CloseReason;
import org.mptcp4j.SubflowInfo;
import org.mptcp4j.engine.SynInfo;
import org.mptcp4j.gateway.GatewayConnection;
import org.mptcp4j.gateway.GatewayListener;
import org.mptcp4j.gateway.PathBytes;

/** Prints one line for each event of a connection: Req5, the operator can trace a customer's. */
final class TraceLog implements GatewayListener {
  private final PrintWriter out;

  TraceLog(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void onRejected(SynInfo syn, CloseReason reason) {
    String detail = reason.detail().isEmpty() ? "" : " (" + reason.detail() + ")";
    print("rejected " + syn.remote() + " > " + syn.local() + ": " + kind(reason) + detail);
  }

  @Override
  public void onOpened(GatewayConnection connection) {
    String how = connection.fallback().map(why -> "plain TCP: " + why).orElse("multipath");
    print("opened " + connection + ", " + how);
  }

  @Override
  public void onPathsChanged(GatewayConnection connection) {
    print("paths " + connection + ": " + connection.pathCount());
  }

  @Override
  public void onClosed(GatewayConnection connection, CloseReason reason) {
    double seconds = (connection.closedNanos() - connection.openedNanos()) / 1e9;
    StringBuilder line = new StringBuilder();
    line.append("closed ").append(connection).append(": ").append(kind(reason));
    line.append(String.format(Locale.ROOT, " after %.3f s", seconds));
    for (PathBytes path : connection.perAccess()) {
      line.append(", ").append(path.zone());
      line.append(" sent ").append(path.sent()).append(" received ").append(path.received());
    }
    print(line.toString());
    for (SubflowInfo subflow : connection.subflowInfos()) {
      print("subflow of #" + connection.id() + ": " + subflow);
    }
  }

  private static String kind(CloseReason reason) {
    return reason.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private void print(String line) {
    out.println(line);
    out.flush();
  }
}
