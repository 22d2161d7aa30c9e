package org.mptcp4j.examples.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.concurrent.Callable;
import org.mptcp4j.ConnectionOptions;
import org.mptcp4j.MptcpConnection;
import org.mptcp4j.MptcpStack;
import org.mptcp4j.examples.http.HttpClient;
import org.mptcp4j.tproxy.HostDevice;
import org.mptcp4j.tproxy.HostStack;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mptcp get}: fetches a file over MPTCP. */
@Command(
    name = "get",
    description = "Fetch a file over MPTCP; size, goodput and SHA-256 go to standard error.",
    mixinStandardHelpOptions = true)
public final class GetCommand implements Callable<Integer> {
  private static final int BUFFER_BYTES = 64 * 1024;

  @Spec private CommandSpec spec;
  @Mixin private HostOptions host;

  @Parameters(index = "0", description = "http://HOST[:PORT]/PATH, or tcp://HOST:PORT")
  private String url;

  @Parameters(index = "1", description = "Where it goes; - for standard output")
  private String file;

  @Override
  public Integer call() throws IOException {
    List<HostDevice> devices;
    ConnectionOptions options;
    RemoteFile remote;
    try {
      remote = RemoteFile.parse(url);
      devices = host.hostDevices();
      options = host.connectionOptions();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    try (LocalFile local = LocalFile.create(file);
        MptcpStack stack = HostStack.open(devices)) {
      fetch(stack, remote, options, local).print(spec.commandLine().getErr(), host.verbose);
    }
    return 0;
  }

  private static TransferSummary fetch(
      MptcpStack stack, RemoteFile remote, ConnectionOptions options, LocalFile local)
      throws IOException {
    Digesting sink = new Digesting(local.channel());
    long start = System.nanoTime();
    try (MptcpConnection connection = stack.connect(remote.address(), options)) {
      connection.timeout(HostOptions.PATIENCE);
      if (remote.http()) {
        new HttpClient(connection, remote.host()).get(remote.target(), sink);
      } else {
        connection.shutdownOutput();
        copy(connection, sink);
      }
      long nanos = System.nanoTime() - start;
      TransferSummary summary = TransferSummary.of(connection, sink, nanos);
      local.complete();
      Parting.of(stack, connection);
      return summary;
    }
  }

  private static void copy(MptcpConnection source, WritableByteChannel sink) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    while (source.read(buffer.clear()) >= 0) {
      buffer.flip();
      while (buffer.hasRemaining()) {
        sink.write(buffer);
      }
    }
  }
}
