package org.mptcp4j.engine;

import java.util.List;
import java.util.ServiceLoader;
import org.mptcp4j.MptcpStack;

/** Where engines come from: found with {@link ServiceLoader}. */
public interface EngineProvider {
  /** A new engine, driven by the caller. */
  default Engine newEngine(EngineOptions options) {
    return newEngines(options, 1).get(0);
  }

  /**
   * Siblings: engines that share their zones, as when a device has several queues with a thread for
   * each. A connection belongs to the engine that opened or accepted it. What comes in at another
   * one is handed over, at the price of a copy: a device does well to give what belongs to a flow
   * to the engine that sends on it.
   *
   * @param options for all of them together, divided by {@link EngineOptions#share}
   * @param count how many, 1 to 64; each may be driven by a thread of its own
   */
  List<Engine> newEngines(EngineOptions options, int count);

  /**
   * A stack with a thread of its own that drives an engine over {@code devices}.
   *
   * @param devices with one device for each zone of {@code options}, in their order; the stack
   *     closes them
   */
  default MptcpStack newStack(EngineOptions options, DeviceGroup devices) {
    return newStacks(options, List.of(devices)).get(0);
  }

  /**
   * Stacks on {@linkplain #newEngines siblings}, each with a thread and devices of its own. All are
   * to be closed.
   *
   * @param queues a group for each stack, 1 to 64; each with one device for each zone
   */
  List<MptcpStack> newStacks(EngineOptions options, List<DeviceGroup> queues);

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
