package org.mptcp4j.tproxy.linux.route;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file below /proc/sys/net: a setting of the network namespace that this process is in. */
final class KernelSwitch {
  private final Path file;

  private KernelSwitch(Path file) {
    this.file = file;
  }

  /** Such as {@code of("ipv4", "conf", "lan", "rp_filter")}; names may hold dots. */
  static KernelSwitch of(String... path) {
    return new KernelSwitch(Path.of("/proc/sys/net", path));
  }

  boolean exists() {
    return Files.exists(file);
  }

  int get() throws IOException {
    try {
      return Integer.parseInt(Files.readString(file).strip());
    } catch (IOException | NumberFormatException e) {
      throw new IOException("cannot read " + file, e);
    }
  }

  void set(int value) throws IOException {
    try {
      Files.writeString(file, value + "\n");
    } catch (IOException e) {
      throw new IOException("cannot write " + value + " to " + file, e);
    }
  }
}
