package org.mptcp4j.examples.kernel;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.mptcp4j.examples.namespace.Namespaces;

/** {@code peer.py} in a namespace. */
final class KernelPeer implements Peer {
  private static final String PROGRAM = "peer.py";

  private final Process process;
  private final BufferedReader output;
  private final BufferedWriter input;
  private final Told told = new Told();

  private KernelPeer(Process process) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
    this.input = process.outputWriter(StandardCharsets.UTF_8);
    Thread reader = new Thread(this::read, "kernel-peer");
    reader.setDaemon(true);
    reader.start();
  }

  static KernelPeer start(String namespace, Object... arguments) throws IOException {
    List<String> command = Namespaces.in(namespace, "python3", "-c", program());
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return new KernelPeer(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  private static String program() throws IOException {
    try (InputStream in = KernelPeer.class.getResourceAsStream(PROGRAM)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void read() {
    try {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        told.add(line);
      }
    } catch (IOException e) {
      told.add("closed " + e.getMessage());
    }
    told.close();
  }

  void awaitReady() throws IOException {
    told.await("ready", line -> line.equals("ready"));
  }

  @Override
  public void awaitOpen() throws IOException {
    told.await("open", line -> line.equals("open"));
  }

  /** Waits for a line that begins so, and returns it. */
  String await(String beginning) throws IOException {
    return told.await(beginning, line -> line.startsWith(beginning));
  }

  @Override
  public void send(long bytes) throws IOException {
    command("send " + bytes);
  }

  @Override
  public void finish() throws IOException {
    command("finish");
  }

  @Override
  public void abort() throws IOException {
    command("abort");
  }

  /** The kernel's own view of the connection (struct mptcp_info), asked now. */
  String info() throws IOException {
    int asked = told.size();
    command("info");
    return told.awaitFrom(asked, "info", line -> line.startsWith("info "));
  }

  @Override
  public void awaitReceived(long bytes) throws IOException {
    told.await(
        bytes + " bytes",
        line -> line.startsWith("got ") && Long.parseLong(line.substring(4)) >= bytes);
  }

  @Override
  public Ending awaitEnd() throws IOException {
    String[] words = await("end ").split(" ", -1);
    return new Ending(
        words[1], words[2].replaceFirst("sent=", ""), words[3].replaceFirst("received=", ""));
  }

  private void command(String line) throws IOException {
    try {
      input.write(line + "\n");
      input.flush();
    } catch (IOException e) {
      throw new IOException("it takes no " + line + " any more; " + told.last(), e);
    }
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      process.waitFor(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
