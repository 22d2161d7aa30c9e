package org.mptcp4j.conformance.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A client that a command starts, one process for each connection.
 *
 * @param commands for each application a shell command, in which {@code {addr}} and {@code {port}}
 *     stand for where it is to connect
 * @param traits what it does
 * @param running the processes that were started
 */
public record CommandClient(Map<App, String> commands, Set<Trait> traits, List<Process> running)
    implements Peer {

  public CommandClient {
    commands = Map.copyOf(commands);
    traits = Set.copyOf(traits);
  }

  public CommandClient(Map<App, String> commands, Set<Trait> traits) {
    this(commands, traits, new ArrayList<>());
  }

  @Override
  public Role role() {
    return Role.CLIENT;
  }

  @Override
  public boolean plays(App app, boolean v6) {
    return commands.containsKey(app);
  }

  @Override
  public InetSocketAddress service(App app, boolean v6) {
    throw new IllegalArgumentException("a client");
  }

  @Override
  public void connect(App app, InetSocketAddress target) throws IOException {
    String host = target.getAddress().getHostAddress();
    String command =
        commands
            .get(app)
            .replace("[{addr}]", host.indexOf(':') < 0 ? host : "[" + host + "]")
            .replace("{addr}", host)
            .replace("{port}", Integer.toString(target.getPort()));
    running.add(
        new ProcessBuilder("sh", "-c", "exec " + command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start());
  }

  @Override
  public Optional<InetAddress> secondAddress(boolean v6) {
    return Optional.empty();
  }

  @Override
  public void close() {
    for (Process process : running) {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
    for (Process process : running) {
      try {
        if (!process.waitFor(2, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        process.destroyForcibly();
      }
    }
    running.clear();
  }
}
