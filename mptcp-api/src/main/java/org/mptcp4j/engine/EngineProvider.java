package org.mptcp4j.engine;

import java.util.ServiceLoader;
import org.mptcp4j.MptcpStack;

/** Where engines come from: found with {@link ServiceLoader}. */
public interface EngineProvider {
  /** A new engine, driven by the caller. */
  Engine newEngine(EngineOptions options);

  /**
   * A stack with a thread of its own that drives an engine over {@code devices}.
   *
   * @param devices with one device for each zone of {@code options}, in their order; the stack
   *     closes them
   */
  MptcpStack newStack(EngineOptions options, DeviceGroup devices);

  /**
   * The first provider on the class path or module path.
   *
   * @throws IllegalStateException where there is none
   */
  static EngineProvider load() {
    return ServiceLoader.load(EngineProvider.class)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no EngineProvider: add mptcp-impl"));
  }
}
