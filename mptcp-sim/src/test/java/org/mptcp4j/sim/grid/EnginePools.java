package org.mptcp4j.sim.grid;

import java.util.ArrayList;
import java.util.List;
import org.mptcp4j.MptcpStack;
import org.mptcp4j.engine.DeviceGroup;
import org.mptcp4j.engine.Engine;
import org.mptcp4j.engine.EngineOptions;
import org.mptcp4j.engine.EngineProvider;
import org.mptcp4j.engine.PacketPool;

/** Makes engines, and knows what their pools have given out. */
final class EnginePools implements EngineProvider {
  private static final EngineProvider ENGINES = EngineProvider.load();

  private final List<PacketPool> pools = new ArrayList<>();

  @Override
  public List<Engine> newEngines(EngineOptions options, int count) {
    pools.add(options.pool());
    return ENGINES.newEngines(options, count);
  }

  @Override
  public List<MptcpStack> newStacks(EngineOptions options, List<DeviceGroup> queues) {
    return ENGINES.newStacks(options, queues);
  }

  int outstanding() {
    return pools.stream().mapToInt(PacketPool::outstanding).sum();
  }
}
