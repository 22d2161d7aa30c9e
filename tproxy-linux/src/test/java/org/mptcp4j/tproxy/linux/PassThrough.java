package org.mptcp4j.tproxy.linux;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import org.mptcp4j.engine.Addresses;
import org.mptcp4j.engine.PacketBuffer;
import org.mptcp4j.engine.PacketDevice;
import org.mptcp4j.engine.PacketPool;
import org.mptcp4j.engine.Zone;
import org.mptcp4j.tproxy.DeviceSpec;
import org.mptcp4j.tproxy.Diversion;
import org.mptcp4j.tproxy.PacketPlatform;
import org.mptcp4j.tproxy.PlatformDevices;

/**
 * A gateway whose engine claims nothing: each diverted packet is passed on. Arguments: {@code
 * lan:from=10.0.1.0/24}, {@code wan1:to=10.0.1.0/24}, {@code wan2:own=10.2.0.2}, several parts with
 * commas between.
 */
final class PassThrough {
  private PassThrough() {}

  public static void main(String[] arguments) throws IOException {
    List<DeviceSpec> specs = new ArrayList<>();
    for (String argument : arguments) {
      specs.add(parse(argument));
    }
    PlatformDevices devices = PacketPlatform.load().open(specs);
    long[] passed = new long[specs.size()];
    long[] bytes = new long[specs.size()];
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(devices, passed, bytes)));
    devices.actions().forEach(System.out::println);
    System.out.println("ready");
    try {
      run(devices, passed, bytes);
    } catch (ClosedChannelException e) {
      System.out.println("loop ended");
    }
  }

  private static void run(PlatformDevices devices, long[] passed, long[] bytes) throws IOException {
    int most = devices.devices().stream().mapToInt(PacketDevice::bufferBytes).max().orElseThrow();
    PacketPool pool = new PacketPool(most, 16);
    while (true) {
      for (int i = 0; i < passed.length; i++) {
        PacketDevice device = devices.devices().get(i);
        for (PacketBuffer p = device.receive(pool); p != null; p = device.receive(pool)) {
          bytes[i] += p.bytes().remaining();
          device.pass(p);
          p.release();
          passed[i]++;
        }
      }
      devices.await(Long.MAX_VALUE);
    }
  }

  private static void end(PlatformDevices devices, long[] passed, long[] bytes) {
    for (int i = 0; i < passed.length; i++) {
      String name = devices.devices().get(i).name();
      System.out.println("passed " + name + " " + passed[i]);
      System.out.println("bytes " + name + " " + bytes[i]);
    }
    try {
      devices.close();
      System.out.println("closed");
    } catch (IOException e) {
      System.out.println("close: " + e);
    }
  }

  private static DeviceSpec parse(String argument) {
    String[] parts = argument.split("[:,]", 2);
    List<Diversion.Selector> selectors = new ArrayList<>();
    List<InetAddress> own = new ArrayList<>();
    boolean offload = true;
    for (String part : parts[1].split(",", -1)) {
      String value = part.substring(part.indexOf('=') + 1);
      if (part.startsWith("from=")) {
        selectors.add(Diversion.Selector.from(Zone.Prefix.parse(value)));
      } else if (part.startsWith("to=")) {
        selectors.add(Diversion.Selector.to(Zone.Prefix.parse(value)));
      } else if (part.equals("offload=off")) {
        offload = false;
      } else {
        own.add(Addresses.literal(value));
      }
    }
    return new Diversion(parts[0], selectors, own, List.of(), offload);
  }
}
