package org.mptcp4j.examples.pairs;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mptcp4j.examples.namespace.Namespaces;
import org.mptcp4j.examples.namespace.Shell;

/**
 * CUBIC for all of the kernel's connections in a namespace, whatever program opens them and
 * whatever the default is: as an attribute of the routes that they take. A namespace of its own may
 * not choose a default that the machine's default is not, and Java knows no such socket option.
 */
public final class KernelCubic {
  private static final String NAME = "cubic";
  private static final String ATTRIBUTE = " congctl " + NAME;

  /** The name stands before the window scales, alone. */
  private static final Pattern IN_USE = Pattern.compile("\\s([a-z]\\w*) wscale:");

  private static final int MOST_LOOKS = 20;
  private static final long PAUSE_NANOS = 50_000_000;

  private final List<String> namespaces;
  private boolean checked;

  private KernelCubic(List<String> namespaces) {
    this.namespaces = namespaces;
  }

  /** Gives the attribute to all IPv4 routes that there are in some namespaces. */
  public static KernelCubic in(List<String> namespaces) throws IOException {
    for (String namespace : namespaces) {
      onRoutes(namespace);
    }
    return new KernelCubic(List.copyOf(namespaces));
  }

  private static void onRoutes(String namespace) throws IOException {
    StringBuilder commands = new StringBuilder();
    Shell.run(List.of("ip", "-n", namespace, "-4", "route", "show"))
        .lines()
        .filter(route -> !route.isBlank() && !route.contains(ATTRIBUTE))
        .forEach(route -> commands.append("route change " + route.strip() + ATTRIBUTE + "\n"));
    Shell.run(List.of("ip", "-n", namespace, "-batch", "-"), commands.toString());
  }

  /** Adds a route of low preference, for connections that are bound to a device. */
  public static void addRoute(String namespace, String prefix, String device) throws IOException {
    String command = "route add " + prefix + " dev " + device + " metric 1000" + ATTRIBUTE + "\n";
    Shell.run(List.of("ip", "-n", namespace, "-batch", "-"), command);
  }

  /**
   * Looks, the first time that it is called, whether open connections have it.
   *
   * @param nanos when there are some, by {@link System#nanoTime}
   * @throws IOException where one has another one, or where there is none
   */
  public void checkOnce(long nanos) throws IOException {
    if (checked) {
      return;
    }
    checked = true;
    Waiting.until(nanos);
    Set<String> names = look();
    // a stack that has just started may be late
    for (int i = 0; i < MOST_LOOKS && names.isEmpty(); i++) {
      Waiting.until(System.nanoTime() + PAUSE_NANOS);
      names = look();
    }
    if (!names.equals(Set.of(NAME))) {
      throw new IOException("the kernel should use " + NAME + " alone, and uses " + names);
    }
  }

  private Set<String> look() throws IOException {
    Set<String> names = new TreeSet<>();
    for (String namespace : namespaces) {
      names.addAll(inUse(Shell.run(Namespaces.in(namespace, "ss", "-Htin"))));
    }
    return names;
  }

  /** What the connections use, as {@code ss -ti} describes them. */
  static Set<String> inUse(String sockets) {
    Set<String> names = new TreeSet<>();
    Matcher matcher = IN_USE.matcher(sockets);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }
}
