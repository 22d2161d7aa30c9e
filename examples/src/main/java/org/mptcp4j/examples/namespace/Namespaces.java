package org.mptcp4j.examples.namespace;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Network namespaces of one run. Those that a killed run left under the same names are removed
 * first, with the processes in them.
 */
public final class Namespaces implements Closeable {
  private static final Path RUN = Path.of("/run");
  private static final Path NAMES = RUN.resolve("netns");

  private static final AtomicInteger DEVICES = new AtomicInteger();

  private final List<String> names;

  private Namespaces(List<String> names) {
    this.names = names;
  }

  /** Makes them, each with its loopback up. */
  public static Namespaces open(List<String> names) throws IOException {
    Namespaces namespaces = new Namespaces(List.copyOf(names));
    try {
      namespaces.removeAll();
      for (String name : names) {
        Shell.run(List.of("ip", "netns", "add", name));
        namespaces.batch(name, List.of("link set lo up"));
      }
      return namespaces;
    } catch (IOException e) {
      namespaces.close();
      throw e;
    }
  }

  /**
   * The directory below which namespaces have their names. In a user namespace it is still somebody
   * else's: an empty one is mounted over it.
   *
   * @throws IOException where this user may not make namespaces
   */
  public static Path runDirectory() throws IOException {
    if (Files.isWritable(RUN) && (Files.isWritable(NAMES) || !Files.exists(NAMES))) {
      return RUN;
    }
    if (!inUserNamespace()) {
      throw new IOException("network namespaces need root, or a user namespace: unshare -Urnm");
    }
    Shell.run(List.of("mount", "-t", "tmpfs", "tmpfs", RUN.toString()));
    return RUN;
  }

  private static boolean inUserNamespace() throws IOException {
    String[] map = Files.readString(Path.of("/proc/self/uid_map")).strip().split("\\s+", -1);
    return map.length >= 3 && map[0].equals("0") && !map[2].equals("4294967295");
  }

  /** The command that runs {@code command} in a namespace. */
  public static List<String> in(String name, String... command) {
    return in(name, Arrays.asList(command));
  }

  /** The command that runs {@code command} in a namespace. */
  public static List<String> in(String name, List<String> command) {
    List<String> whole = new ArrayList<>(List.of("ip", "netns", "exec", name));
    whole.addAll(command);
    return whole;
  }

  /** A name for a device that is made in the namespace of this process and moved at once. */
  public static String birthName() {
    return "m4j" + ProcessHandle.current().pid() + "x" + DEVICES.incrementAndGet() % 10_000;
  }

  /** Runs {@code ip} commands in a namespace. */
  public void batch(String name, List<String> commands) throws IOException {
    Shell.run(List.of("ip", "-n", name, "-batch", "-"), String.join("\n", commands) + "\n");
  }

  /** Sets a kernel switch, such as {@code net.ipv4.ip_forward=1}, in a namespace. */
  public void sysctl(String name, String path, int value) throws IOException {
    Shell.run(in(name, "sh", "-c", "echo " + value + " > /proc/sys/" + path.replace('.', '/')));
  }

  /**
   * Moves a device there from the namespace of this process and sets it up, with a queue that drops
   * nothing for as long as its reader is not asleep.
   *
   * @param birthName its name until now
   * @param name its name from now on
   * @param mtu in bytes
   */
  public void move(String birthName, String namespace, String name, int mtu) throws IOException {
    Shell.run(List.of("ip", "link", "set", "dev", birthName, "netns", namespace, "name", name));
    batch(
        namespace,
        List.of(
            "link set dev " + name + " addrgenmode none",
            "link set dev " + name + " mtu " + mtu + " txqueuelen 10000 up"));
  }

  /**
   * Removes what killed processes left: namespaces whose names are {@code prefix}, the id of a
   * process that is not alive, and {@code -} with anything behind it.
   */
  public static void removeLeftovers(String prefix) throws IOException {
    Pattern pattern = Pattern.compile(Pattern.quote(prefix) + "(\\d{1,10})-.*");
    List<String> names = List.of();
    if (Files.isDirectory(NAMES)) {
      try (Stream<Path> listing = Files.list(NAMES)) {
        names = listing.map(path -> path.getFileName().toString()).toList();
      }
    }
    for (String name : names) {
      Matcher matcher = pattern.matcher(name);
      if (matcher.matches() && ProcessHandle.of(Long.parseLong(matcher.group(1))).isEmpty()) {
        remove(name);
      }
    }
  }

  private void removeAll() throws IOException {
    for (String name : names) {
      if (Files.exists(NAMES.resolve(name))) {
        remove(name);
      }
    }
  }

  private static void remove(String name) throws IOException {
    for (String pid : Shell.run(List.of("ip", "netns", "pids", name)).split("\\s+", -1)) {
      if (!pid.isEmpty()) {
        ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
      }
    }
    Shell.run(List.of("ip", "netns", "delete", name));
  }

  @Override
  public void close() throws IOException {
    removeAll();
  }
}
