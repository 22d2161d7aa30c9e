package org.mptcp4j.examples.conform;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.mptcp4j.conformance.peer.App;
import org.mptcp4j.conformance.peer.CommandClient;
import org.mptcp4j.conformance.peer.Peer;
import org.mptcp4j.conformance.peer.RemoteServer;
import org.mptcp4j.conformance.peer.Role;
import org.mptcp4j.conformance.peer.Trait;
import org.mptcp4j.conformance.run.Bench;
import org.mptcp4j.conformance.run.EngineBench;
import org.mptcp4j.conformance.run.Profile;
import org.mptcp4j.conformance.wire.DeviceSwitch;
import org.mptcp4j.engine.Addresses;
import org.mptcp4j.tproxy.HostDevice;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Where the peer is, and how it is reached. */
final class PeerOptions {
  @Option(
      names = "--own-engine",
      description = "judge our engine, both roles and families, in virtual time")
  private boolean ownEngine;

  @Option(
      names = "--peer",
      paramLabel = "[APP=]ADDR:PORT",
      description =
          "a server, and what it is: echo (default), discard, source or http; IPv6 as [ADDR]:PORT;"
              + " repeat for other services and families")
  private List<String> servers = new ArrayList<>();

  @Option(
      names = "--peer-addr2",
      paramLabel = "ADDR",
      description = "another address of the server, for each family")
  private List<String> seconds = new ArrayList<>();

  @Option(
      names = "--peer-client",
      paramLabel = "[APP=]CMD",
      description =
          "a command that connects to {addr} and {port}, and what it is then: echo (default), discard"
              + " or http")
  private List<String> clients = new ArrayList<>();

  @Option(
      names = "--peer-does",
      paramLabel = "TRAIT",
      description =
          "what the peer does besides, as in a profile's traits: ${COMPLETION-CANDIDATES}")
  private Set<Trait> does = EnumSet.noneOf(Trait.class);

  @Option(
      names = "--device",
      defaultValue = "mptcp0=10.9.1.2/24,fd09:1::2/64",
      paramLabel = "NAME=PREFIX",
      description =
          "the suite's TUN device and the first of its addresses on it; this machine gets another"
              + " one; default ${DEFAULT-VALUE}")
  private String device;

  @Option(
      names = "--lanes",
      defaultValue = "8",
      paramLabel = "N",
      description = "cases that run at the same time against a real peer; default ${DEFAULT-VALUE}")
  private int lanes;

  /** Names it in a report. */
  String title(Profile profile) {
    if (ownEngine) {
      return "mptcp4j's engine";
    }
    return profile.name() + " as " + String.join(", ", servers.isEmpty() ? clients : servers);
  }

  Judged open(CommandLine line, Profile profile) throws IOException {
    if (ownEngine) {
      return new Judged(
          EngineBench.source(), List.of(Role.values()), List.of(false, true), 1, 0, () -> {});
    }
    if ((servers.isEmpty() && clients.isEmpty()) || lanes < 1) {
      throw new ParameterException(
          line, "one of --peer, --peer-client and --own-engine is needed, and a lane at least");
    }
    try {
      Set<Trait> traits = EnumSet.noneOf(Trait.class);
      traits.addAll(does);
      traits.addAll(profile.traits());
      RemoteServer server = server(traits);
      Map<App, String> commands = commands();
      HostDevice spec = HostDevice.parse(device).withoutOffload();
      List<Role> roles = new ArrayList<>();
      if (!servers.isEmpty()) {
        roles.add(Role.SERVER);
      }
      if (!commands.isEmpty()) {
        roles.add(Role.CLIENT);
      }
      DeviceSwitch opened = DeviceSwitch.open(spec);
      return new Judged(
          source(opened, server, commands, traits),
          roles,
          families(spec, server, commands),
          lanes,
          System.nanoTime(),
          opened);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(line, e.getMessage(), e);
    }
  }

  private static Bench.Source source(
      DeviceSwitch opened, RemoteServer server, Map<App, String> commands, Set<Trait> traits) {
    return (instance, lane) -> {
      Peer peer = instance.role() == Role.SERVER ? server : new CommandClient(commands, traits);
      return new Bench(opened.wire(lane), peer);
    };
  }

  /** Those of the device for which there is a peer. */
  private static List<Boolean> families(
      HostDevice spec, RemoteServer server, Map<App, String> commands) {
    List<Boolean> families = new ArrayList<>();
    for (boolean v6 : new boolean[] {false, true}) {
      boolean ours =
          spec.addresses().stream().anyMatch(p -> (p.address().getAddress().length == 16) == v6);
      boolean theirs =
          !commands.isEmpty()
              || server.services().keySet().stream().anyMatch(app -> server.plays(app, v6));
      if (ours && theirs) {
        families.add(v6);
      }
    }
    return families;
  }

  private RemoteServer server(Set<Trait> known) {
    Map<App, List<InetSocketAddress>> services = new EnumMap<>(App.class);
    for (String text : servers) {
      services.computeIfAbsent(app(text), app -> new ArrayList<>()).add(socket(withoutApp(text)));
    }
    List<InetAddress> addresses = seconds.stream().map(Addresses::literal).toList();
    Set<Trait> traits = EnumSet.noneOf(Trait.class);
    traits.addAll(known);
    if (!addresses.isEmpty()) {
      traits.add(Trait.SECOND_ADDRESS);
    }
    return new RemoteServer(services, addresses, traits);
  }

  private Map<App, String> commands() {
    Map<App, String> commands = new EnumMap<>(App.class);
    clients.forEach(text -> commands.put(app(text), withoutApp(text)));
    return commands;
  }

  private static App app(String text) {
    for (App app : App.values()) {
      if (text.startsWith(app.name().toLowerCase(Locale.ROOT) + "=")) {
        return app;
      }
    }
    return App.ECHO;
  }

  private static String withoutApp(String text) {
    String prefix = app(text).name().toLowerCase(Locale.ROOT) + "=";
    return text.startsWith(prefix) ? text.substring(prefix.length()) : text;
  }

  private static InetSocketAddress socket(String text) {
    int colon = text.lastIndexOf(':');
    try {
      String host = text.substring(0, colon).replaceFirst("^\\[(.*)\\]$", "$1");
      return new InetSocketAddress(
          Addresses.literal(host), Integer.parseInt(text.substring(colon + 1)));
    } catch (IndexOutOfBoundsException | NumberFormatException e) {
      throw new IllegalArgumentException("not ADDR:PORT: " + text, e);
    }
  }
}
