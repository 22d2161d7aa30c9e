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
  public Engine newEngine(EngineOptions options) {
    pools.add(options.pool());
    return ENGINES.newEngine(options);
  }

  @Override
  public MptcpStack newStack(EngineOptions options, DeviceGroup devices) {
    return ENGINES.newStack(options, devices);
  }

  int outstanding() {
    return pools.stream().mapToInt(PacketPool::outstanding).sum();
  }
}
