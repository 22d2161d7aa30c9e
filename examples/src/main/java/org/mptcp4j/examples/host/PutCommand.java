package org.mptcp4j.examples.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
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

/** {@code mptcp put}: stores a file over MPTCP. */
@Command(
    name = "put",
    description = "Store a file over MPTCP; size, goodput and SHA-256 go to standard error.",
    mixinStandardHelpOptions = true)
public final class PutCommand implements Callable<Integer> {
  private static final int BUFFER_BYTES = 64 * 1024;

  @Spec private CommandSpec spec;
  @Mixin private HostOptions host;

  @Parameters(index = "0", description = "http://HOST[:PORT]/PATH (HTTP PUT), or tcp://HOST:PORT")
  private String url;

  @Parameters(index = "1", description = "What is stored")
  private Path file;

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
    try (FileChannel source = FileChannel.open(file);
        MptcpStack stack = HostStack.open(devices)) {
      store(stack, remote, options, source).print(spec.commandLine().getErr(), host.verbose);
    }
    return 0;
  }

  private static TransferSummary store(
      MptcpStack stack, RemoteFile remote, ConnectionOptions options, FileChannel file)
      throws IOException {
    Digesting source = new Digesting(file);
    long start = System.nanoTime();
    try (MptcpConnection connection = stack.connect(remote.address(), options)) {
      connection.timeout(HostOptions.PATIENCE);
      if (remote.http()) {
        new HttpClient(connection, remote.host()).put(remote.target(), source, file.size());
      } else {
        send(source, connection);
      }
      long nanos = System.nanoTime() - start;
      TransferSummary summary = TransferSummary.of(connection, source, nanos);
      Parting.of(stack, connection);
      return summary;
    }
  }

  /** Sends all, and waits for the end of what comes back: only then has the peer got everything. */
  private static void send(Digesting source, MptcpConnection connection) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    while (source.read(buffer.clear()) >= 0) {
      connection.write(buffer.flip());
    }
    connection.shutdownOutput();
    while (connection.read(buffer.clear()) >= 0) {
      // What the peer says is not looked at.
    }
  }
}
