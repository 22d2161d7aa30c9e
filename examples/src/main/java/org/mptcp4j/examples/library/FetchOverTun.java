package org.mptcp4j.examples.library;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.time.Duration;
import java.util.List;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.MptcpConnection;
import org.mptcp4j.MptcpStack;
import org.mptcp4j.tproxy.HostDevice;
import org.mptcp4j.tproxy.HostStack;

/** Asks a server over two TUN devices and takes its answer, with blocking calls. */
public final class FetchOverTun {
  private FetchOverTun() {}

  /**
   * All that {@code server} answers to {@code request}.
   *
   * @throws IOException where there is no right to open the devices, or the connection fails
   */
  public static byte[] fetch(InetSocketAddress server, byte[] request) throws IOException {
    List<HostDevice> paths =
        List.of(HostDevice.parse("tun0=10.9.1.2/24"), HostDevice.parse("tun1=10.9.2.2/24"));
    try (MptcpStack stack = HostStack.open(paths)) {
      byte[] answer;
      try (MptcpConnection connection = stack.connect(server, ConnectionOptions.defaults())) {
        connection.write(ByteBuffer.wrap(request));
        connection.shutdownOutput();
        answer = Channels.newInputStream(connection).readAllBytes();
      }
      stack.awaitEnd(Duration.ofSeconds(2)); // closing the stack resets what is open
      return answer;
    }
  }
}
