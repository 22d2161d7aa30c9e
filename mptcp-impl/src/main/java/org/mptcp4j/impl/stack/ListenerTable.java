package org.mptcp4j.impl.stack;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.mptcp4j.engine.AcceptHandler;
import org.mptcp4j.engine.EngineListener;
import org.mptcp4j.engine.ListenTarget;
import org.mptcp4j.engine.Zone;

/** Who listens where. The most exact listener is asked first. */
final class ListenerTable {
  private final Map<ListenTarget, Entry> entries = new HashMap<>();
  private final Consumer<Entry> onClosed;

  /**
   * @param onClosed is told of a listener that stops listening
   */
  ListenerTable(Consumer<Entry> onClosed) {
    this.onClosed = onClosed;
  }

  /** A listener with the handler that takes its requests. */
  final class Entry implements EngineListener {
    private final ListenTarget target;
    private final AcceptHandler handler;

    Entry(ListenTarget target, AcceptHandler handler) {
      this.target = target;
      this.handler = handler;
    }

    AcceptHandler handler() {
      return handler;
    }

    boolean isOpen() {
      return entries.get(target) == this;
    }

    @Override
    public ListenTarget target() {
      return target;
    }

    @Override
    public void close() {
      if (entries.remove(target, this)) {
        onClosed.accept(this);
      }
    }
  }

  Entry add(ListenTarget target, AcceptHandler handler) {
    Entry entry = new Entry(target, handler);
    if (entries.putIfAbsent(target, entry) != null) {
      throw new IllegalStateException("somebody listens already: " + target);
    }
    return entry;
  }

  /** The listener for a SYN to {@code address} and {@code port} that came in at {@code zone}. */
  Entry find(Zone zone, InetAddress address, int port) {
    for (int wildcards = 0; wildcards < 8 && !entries.isEmpty(); wildcards++) {
      ListenTarget target =
          new ListenTarget(
              (wildcards & 1) == 0 ? Optional.of(zone) : Optional.empty(),
              (wildcards & 2) == 0 ? Optional.of(address) : Optional.empty(),
              (wildcards & 4) == 0 ? port : 0);
      Entry entry = entries.get(target);
      if (entry != null) {
        return entry;
      }
    }
    return null;
  }
}
