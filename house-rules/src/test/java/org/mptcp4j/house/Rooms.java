package org.mptcp4j.house;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The rooms of mptcp-impl, top floor first, as docs/architecture.md draws them. */
final class Rooms {
  static final String IMPL = "org.mptcp4j.impl";

  /** A room uses those below it, never one above it. */
  static final List<String> TOP_DOWN =
      List.of(
          "provider",
          "driver",
          "channel",
          "stack",
          "mptcp",
          "tcp",
          "tcp.recovery",
          "tcp.timing",
          "wire",
          "buffer");

  /** What a user could have written: it sees the API only, and only ServiceLoader sees it. */
  static final Set<String> ANNEXES = Set.of("scheduler", "path", "congestion");

  private static final Set<String> WITH_THREADS = Set.of("provider", "driver", "channel");

  private Rooms() {}

  /** The room of a package of mptcp-impl: the longest name that fits. */
  static Optional<String> roomOf(String packageName) {
    if (!packageName.startsWith(IMPL + ".")) {
      return Optional.empty();
    }
    String inner = packageName.substring(IMPL.length() + 1);
    String best = null;
    for (String room : TOP_DOWN) {
      best = longer(best, room, inner);
    }
    for (String room : ANNEXES) {
      best = longer(best, room, inner);
    }
    return Optional.ofNullable(best);
  }

  private static String longer(String best, String room, String inner) {
    boolean fits = inner.equals(room) || inner.startsWith(room + ".");
    return fits && (best == null || room.length() > best.length()) ? room : best;
  }

  /** 0 at the top. */
  static int floor(String room) {
    return TOP_DOWN.indexOf(room);
  }

  /** Whether a package is part of the engine proper: no clock, no thread, no lock, no I/O. */
  static boolean isSansIo(String packageName) {
    return roomOf(packageName).filter(room -> !WITH_THREADS.contains(room)).isPresent();
  }

  /** Whether a package may read a clock and start a thread. */
  static boolean isAtOrAboveDriver(String packageName) {
    return roomOf(packageName).filter(r -> r.equals("provider") || r.equals("driver")).isPresent();
  }
}
